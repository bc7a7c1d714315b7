"""The theorems, from the plainest to those that are tried when nothing else goes on."""

from __future__ import annotations

from environment.tools.inter_gps_solve.context import Law
from environment.tools.inter_gps_solve.theorems import (
    angles,
    arcs,
    areas,
    circles,
    polygons,
    quadrilaterals,
    similarity,
    triangles,
)

ALWAYS: tuple[Law, ...] = (
    angles.straight,
    angles.at_a_point,
    angles.parallel_to_both,
    angles.parallel_lines,
    triangles.angle_sum,
    triangles.isosceles,
    triangles.right,
    triangles.bisectors,
    triangles.centres,
    triangles.same_angle,
    quadrilaterals.parallelograms,
    quadrilaterals.trapezoids,
    quadrilaterals.kites,
    quadrilaterals.recognised,
    polygons.angle_sum,
    polygons.regular,
    polygons.perimeters,
    circles.radii,
    circles.chords,
    circles.equal_chords,
    circles.tangents,
    circles.incircles,
    circles.products,
    circles.measures,
    arcs.addition,
    arcs.central,
    arcs.inscribed,
    arcs.inside,
    arcs.outside,
    similarity.as_stated,
    similarity.midsegments,
    similarity.congruent_triangles,
    similarity.similar_triangles,
    similarity.cut_in_proportion,
    areas.triangles,
    areas.quadrilaterals,
    areas.regular,
)
"""Used in every round."""

WHEN_STUCK: tuple[Law, ...] = (
    triangles.sines_and_cosines,
    quadrilaterals.trapezoid_legs,
    polygons.closing,
    polygons.area_by_corners,
    angles.directions,
)
"""Used, one after the other, from the round on in which the others bring nothing new."""
