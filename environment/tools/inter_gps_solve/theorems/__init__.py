"""The theorems, from the plainest to those that are tried when nothing else goes on."""

from __future__ import annotations

from environment.tools.inter_gps_solve.context import Law
from environment.tools.inter_gps_solve.theorems import (
    angles,
    arcs,
    areas,
    circles,
    parallels,
    polygons,
    quadrilaterals,
    similarity,
    tangents,
    triangles,
)

ALWAYS: tuple[Law, ...] = (
    angles.straight,
    angles.at_a_point,
    parallels.to_the_same,
    parallels.crossed,
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
    polygons.middle,
    polygons.perimeters,
    circles.radii,
    circles.sizes,
    circles.chords,
    circles.equal_chords,
    circles.distances,
    circles.products,
    tangents.touching,
    tangents.tangents,
    tangents.incircles,
    arcs.addition,
    arcs.central,
    arcs.inscribed,
    arcs.tangent_and_chord,
    arcs.inside,
    arcs.outside,
    similarity.as_stated,
    similarity.midsegments,
    similarity.congruent_triangles,
    similarity.similar_triangles,
    parallels.cut_in_proportion,
    areas.triangles,
    areas.quadrilaterals,
)
"""Used in every round."""

WHEN_STUCK: tuple[Law, ...] = (
    triangles.sines_and_cosines,
    quadrilaterals.trapezoid_legs,
    polygons.closing,
    polygons.area_by_corners,
    parallels.directions,
)
"""Used, one more each time, from the round on in which the others bring nothing new."""
