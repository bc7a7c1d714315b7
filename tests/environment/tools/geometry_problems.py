"""Literal problems, each with its answer and the law that it is there to test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Posed:
    """A problem as short as it can be written: `A 0 0, B 4 0` are points, y downwards; lines by their points in order."""

    law: str
    answer: float
    text: str
    """Forms, split at blanks."""
    points: str
    lines: str
    circle: str = ""
    """`O ABC`: the centre and the points on the circle."""

    def arguments(self) -> dict[str, object]:
        """Return the arguments of the tool."""
        points = {name: [float(x), float(y)] for name, x, y in (p.split() for p in self.points.split(", "))}
        lines = self.lines.split()
        on = [f"PointLiesOnLine({p},Line({line[0]},{line[-1]}))" for line in lines for p in line[1:-1]]
        centre, _, around = self.circle.partition(" ")
        on += [f"PointLiesOnCircle({p},Circle({centre}))" for p in around]
        return {
            "text_forms": self.text.split(),
            "diagram_forms": on,
            "lines": [f"{a}{b}" for line in lines for a, b in zip(line, line[1:], strict=False)],
            "circles": [centre] if centre else [],
            "points": points,
        }


def length(line: str, value: object) -> str:
    """`LengthOf` a line has a value."""
    return f"Equals(LengthOf(Line({','.join(line)})),{value})"


def angle(name: str, value: object) -> str:
    """`MeasureOf` an angle has a value."""
    return f"Equals(MeasureOf(Angle({','.join(name)})),{value})"


TRIANGLE = "A 0 0, B 100 0, C 40 80"
RIGHT = "A 0 0, B 0 80, C 60 80"
PARALLELOGRAM = "A 0 0, B 100 0, C 130 60, D 30 60"
CROSSED = "A 0 0, B 100 0, C 130 60, D 30 60, E 65 30"
TRAPEZOID = "A 0 80, B 140 80, C 110 0, D 40 0"
ROUND = "O 100 100, A 200 100, B 100 0, C 29 171, D 100 200"

PROBLEMS = (
    Posed("triangle angle sum", 70, f"{angle('ABC', 50)} {angle('BAC', 60)} {angle('ACB', 'x')} Find(x)", TRIANGLE, "AB BC CA"),
    Posed("exterior angle", 110, f"{angle('BAC', 63)} {angle('ACB', 47)} Find(MeasureOf(Angle(C,B,D)))",
          "A 0 80, B 82 80, C 50 -20, D 130 80", "ABD BC CA"),
    Posed("isosceles triangle", 65, f"{length('CA', 'LengthOf(Line(C,B))')} {angle('ACB', 50)} Find(MeasureOf(Angle(A)))",
          "A 0 100, B 90 100, C 45 3", "AB BC CA"),
    Posed("isosceles triangle, converse", 9, f"{angle('BAC', 40)} {angle('ABC', 40)} {length('AC', 9)} {length('BC', 'x-1')} Find(LengthOf(Line(B,C)))",
          "A 0 80, B 100 80, C 50 38", "AB BC CA"),
    Posed("Pythagorean theorem", 10, f"Perpendicular(Line(A,B),Line(B,C)) {length('AB', 8)} {length('BC', 6)} Find(LengthOf(Line(A,C)))", RIGHT, "AB BC CA"),
    Posed("right triangle trigonometry", 5, f"Perpendicular(Line(A,B),Line(B,C)) {length('AC', 10)} {angle('BAC', 30)} Find(LengthOf(Line(B,C)))",
          "A 0 0, B 0 87, C 50 87", "AB BC CA"),
    Posed("law of sines", 8.0, f"{angle('BAC', 30)} {angle('ABC', 45)} {length('BC', 'sqrt(32)')} Find(LengthOf(Line(A,C)))",
          "A 0 0, B 137 0, C 87 50", "AB BC CA"),
    Posed("law of cosines", 7, f"{length('AB', 8)} {length('AC', 5)} {angle('BAC', 60)} Find(LengthOf(Line(B,C)))", "A 0 0, B 80 0, C 25 43", "AB BC CA"),
    Posed("linear pair", 133, f"{angle('ABD', 47)} {angle('DBC', 'y')} Find(y)", "A 0 80, B 60 80, C 130 80, D 11 27", "ABC BD"),
    Posed("vertical angles", 8, f"{angle('AEC', '5x+10')} {angle('BED', 50)} Find(x)", "A 0 40, B 120 40, C 21 0, D 99 80, E 60 40", "AEB CED"),
    Posed("angle addition", 30, f"{angle('ABC', 80)} {angle('ABD', 50)} Find(MeasureOf(Angle(D,B,C)))", "B 0 100, A 17 0, D 77 36, C 100 100", "BA BD BC"),
    Posed("angles around a point", 120, f"{angle('AOB', 110)} {angle('BOC', 130)} Find(MeasureOf(Angle(C,O,A)))",
          "O 50 50, A 50 0, B 97 67, C 7 75", "OA OB OC"),
    Posed("alternate interior angles", 64, f"Parallel(Line(A,B),Line(C,D)) {angle('AEF', 64)} {angle('EFD', 'x')} Find(x)",
          "A 0 0, B 120 0, C 0 60, D 120 60, E 69 0, F 40 60", "AEB CFD EF"),
    Posed("co-interior angles", 116, f"Parallel(Line(A,B),Line(C,D)) {angle('BEF', 64)} {angle('EFD', 'x')} Find(x)",
          "A 0 0, B 120 0, C 0 60, D 120 60, E 40 0, F 69 60", "AEB CFD EF"),
    Posed("corresponding angles", 64, f"Parallel(Line(A,B),Line(C,D)) {angle('GEB', 64)} {angle('EFD', 'x')} Find(x)",
          "B 160 60, D 160 120, E 80 60, F 51 120, G 104 10, A 240 60, C 240 120", "EBA FDC GEF"),
    Posed("directions of lines", 70, f"Parallel(Line(A,B),Line(C,D)) {angle('BAE', 40)} {angle('DCE', 30)} Find(MeasureOf(Angle(A,E,C)))",
          "A 0 0, B 150 0, C 15 80, D 150 80, E 60 50", "AB CD AE EC"),
    Posed("angle bisector", 70, f"BisectsAngle(Line(B,D),Angle(A,B,C)) {angle('ABD', 35)} Find(MeasureOf(Angle(A,B,C)))",
          "B 0 100, A 34 6, D 82 43, C 100 100", "BA BD BC"),
    Posed("angle bisector theorem", 6, f"BisectsAngle(Line(A,D),Angle(B,A,C)) {length('AB', 8)} {length('AC', 12)} {length('BD', 4)} Find(LengthOf(Line(D,C)))",
          "A 20 0, B 0 77, C 100 77, D 40 77", "AB AC BDC AD"),
    Posed("triangle midsegment", 7, f"IsMidpointOf(Point(D),Line(A,B)) IsMidpointOf(Point(E),Line(A,C)) {length('BC', 14)} Find(LengthOf(Line(D,E)))",
          "A 60 0, B 0 80, C 140 80, D 30 40, E 100 40", "ADB AEC BC DE"),
    Posed("centroid", 12, f"IsCentroidOf(Point(G),Triangle(A,B,C)) {length('GD', 6)} Find(LengthOf(Line(A,G)))",
          "A 60 0, B 0 90, C 120 90, D 60 90, G 60 60", "AGD AB AC BDC"),
    Posed("incentre", 25, f"IsIncenterOf(Point(G),Triangle(A,B,C)) {angle('BAG', 25)} Find(MeasureOf(Angle(C,A,G)))",
          "A 60 0, B 10 100, C 110 100, G 60 67", "AG BG CG AB AC BC"),
    Posed("similar triangles (AA)", 9, f"Parallel(Line(D,E),Line(B,C)) {length('AD', 4)} {length('AB', 12)} {length('DE', 3)} Find(LengthOf(Line(B,C)))",
          "A 30 0, B 0 90, C 70 90, D 20 30, E 43 30", "ADB AEC BC DE"),
    Posed("similar polygons", 6, f"Similar(Triangle(A,B,C),Triangle(D,E,F)) {length('AB', 8)} {length('DE', 4)} {length('BC', 12)} Find(LengthOf(Line(E,F)))",
          "A 0 0, B 80 0, C 60 110, D 150 0, E 190 0, F 180 55", "AB BC CA DE EF FD"),
    Posed("congruent polygons", 4, f"Congruent(Triangle(A,B,C),Triangle(D,E,F)) {angle('ABC', 60)} {angle('DEF', '15x')} Find(x)",
          "A 0 0, B 80 0, C 50 52, D 150 0, E 230 0, F 200 52", "AB BC CA DE EF FD"),
    Posed("congruent triangles (SAS)", 11, f"{length('AB', 'LengthOf(Line(A,D))')} {angle('BAC', 35)} {angle('CAD', 35)} {length('BC', 11)} {length('CD', 'x')} Find(x)",
          "A 0 50, B 66 4, C 100 50, D 66 96", "AB BC CD DA AC"),
    Posed("congruent triangles (SSS)", 40, f"{length('AB', 'LengthOf(Line(A,D))')} {length('BC', 'LengthOf(Line(C,D))')} {angle('BAC', 40)} Find(MeasureOf(Angle(C,A,D)))",
          "A 0 50, B 54 5, C 100 50, D 54 95", "AB BC CD DA AC"),
    Posed("congruent triangles (ASA, AAS)", 13, f"{angle('BAC', 35)} {angle('CAD', 35)} {angle('ACB', 55)} {angle('ACD', 55)} {length('AB', 13)} Find(LengthOf(Line(A,D)))",
          "A 0 50, B 67 3, C 100 50, D 67 97", "AB BC CD DA AC"),
    Posed("congruent triangles (HL)", 12, f"Perpendicular(Line(A,B),Line(B,C)) Perpendicular(Line(A,D),Line(D,C)) {length('BC', 'LengthOf(Line(D,C))')} {length('AB', 12)} Find(LengthOf(Line(A,D)))",
          "A 0 50, B 67 3, C 100 50, D 67 97", "AB BC CD DA AC"),
    Posed("parallel lines cut in proportion", 6, f"Parallel(Line(A,B),Line(C,D)) Parallel(Line(C,D),Line(E,F)) {length('AC', 4)} {length('CE', 8)} {length('BD', 3)} Find(LengthOf(Line(D,F)))",
          "A 0 0, B 80 0, C 10 30, D 75 30, E 30 90, F 65 90", "ACE BDF AB CD EF"),
    Posed("scale factor of similar polygons", 2, f"Similar(Triangle(A,B,C),Triangle(D,E,F)) {length('AB', 8)} {length('DE', 4)} Find(ScaleFactorOf(Triangle(A,B,C),Triangle(D,E,F)))",
          "A 0 0, B 80 0, C 60 110, D 150 0, E 190 0, F 180 55", "AB BC CA DE EF FD"),
    Posed("areas of similar polygons", 12, f"Similar(Triangle(A,B,C),Triangle(D,E,F)) {length('AB', 8)} {length('DE', 4)} Equals(AreaOf(Triangle(A,B,C)),48) Find(AreaOf(Triangle(D,E,F)))",
          "A 0 0, B 80 0, C 60 110, D 150 0, E 190 0, F 180 55", "AB BC CA DE EF FD"),
    Posed("parallelogram: opposite sides", 5, f"Parallelogram(A,B,C,D) {length('AB', '2x+1')} {length('CD', 11)} Find(x)", PARALLELOGRAM, "AB BC CD DA"),
    Posed("parallelogram: opposite angles", 63, f"Parallelogram(A,B,C,D) {angle('DAB', 63)} Find(MeasureOf(Angle(C)))", PARALLELOGRAM, "AB BC CD DA"),
    Posed("parallelogram: neighbouring angles", 117, f"Parallelogram(A,B,C,D) {angle('DAB', 63)} Find(MeasureOf(Angle(B)))", PARALLELOGRAM, "AB BC CD DA"),
    Posed("parallelogram: diagonals halve each other", 7, f"Parallelogram(A,B,C,D) {length('AE', 7)} Find(LengthOf(Line(E,C)))", CROSSED, "AEC BED AB BC CD DA"),
    Posed("rectangle: diagonals", 12, f"Rectangle(A,B,C,D) {length('AC', 12)} Find(LengthOf(Line(B,D)))", "A 0 0, B 100 0, C 100 60, D 0 60", "AB BC CD DA AC BD"),
    Posed("rhombus: perpendicular diagonals", 5, f"Rhombus(A,B,C,D) {length('AE', 4)} {length('BE', 3)} Find(LengthOf(Line(A,B)))",
          "A 0 60, B 80 0, C 160 60, D 80 120, E 80 60", "AEC BED AB BC CD DA"),
    Posed("rhombus: diagonals halve angles", 64, f"Rhombus(A,B,C,D) {angle('BAC', 32)} Find(MeasureOf(Angle(B,A,D)))", "A 0 50, B 80 0, C 160 50, D 80 100", "AB BC CD DA AC"),
    Posed("median of a trapezoid", 11, f"Trapezoid(A,B,C,D) {length('AB', 14)} {length('CD', 8)} Find(MedianOf(Trapezoid(A,B,C,D)))", TRAPEZOID, "AB BC CD DA"),
    Posed("isosceles trapezoid", 69, f"Isosceles(Trapezoid(A,B,C,D)) {angle('DAB', 69)} Find(MeasureOf(Angle(A,B,C)))", TRAPEZOID, "AB BC CD DA"),
    Posed("legs of a trapezoid along its base", 10, f"Isosceles(Trapezoid(A,B,C,D)) {length('AB', 18)} {length('CD', 6)} {angle('DAB', 53.130102354)} Find(LengthOf(Line(A,D)))",
          "A 0 80, B 180 80, C 120 0, D 60 0", "AB BC CD DA"),
    Posed("kite: equal angles", 100, f"Kite(A,B,C,D) {angle('ABC', 100)} Find(MeasureOf(Angle(A,D,C)))", "A 60 0, B 110 40, C 60 130, D 10 40", "AB BC CD DA"),
    Posed("kite: perpendicular diagonals", 5, f"Kite(A,B,C,D) {length('AE', 3)} {length('BE', 4)} Find(LengthOf(Line(A,B)))",
          "A 60 0, B 110 38, C 60 130, D 10 38, E 60 38", "AEC BED AB BC CD DA"),
    Posed("polygon angle sum", 110, f"{angle('EAB', 100)} {angle('ABC', 110)} {angle('BCD', 120)} {angle('CDE', 100)} Find(MeasureOf(Angle(D,E,A))) Pentagon(A,B,C,D,E)",
          "A 60 0, B 118 45, C 95 116, D 23 117, E 2 45", "AB BC CD DE EA"),
    Posed("regular polygon", 120, "Regular(Hexagon(A,B,C,D,E,F)) Find(MeasureOf(Angle(B)))", "A 100 50, B 75 93, C 25 93, D 0 50, E 25 7, F 75 7", "AB BC CD DE EF FA"),
    Posed("perimeter", 24, f"Perpendicular(Line(A,B),Line(B,C)) {length('AB', 8)} {length('BC', 6)} Find(PerimeterOf(Triangle(A,B,C)))", RIGHT, "AB BC CA"),
    Posed("radius", 7, f"{length('OA', 7)} Find(LengthOf(Line(O,B)))", ROUND, "OA OB", "O AB"),
    Posed("central angle", 90, f"{angle('AOB', 90)} Find(MeasureOf(Arc(A,B)))", ROUND, "OA OB", "O AB"),
    Posed("arc addition", 135, "Equals(MeasureOf(Arc(A,B)),90) Equals(MeasureOf(Arc(B,C)),45) Find(MeasureOf(Arc(A,C)))",
          "O 100 100, A 200 100, B 100 0, C 29 29, D 100 200", "OA", "O ABCD"),
    Posed("inscribed angle", 45, f"{angle('AOB', 90)} Find(MeasureOf(Angle(A,D,B)))", ROUND, "OA OB DA DB", "O ABD"),
    Posed("semicircle", 90, "Find(MeasureOf(Angle(B,A,D)))", ROUND, "BOD AB AD", "O ABD"),
    Posed("tangent and radius", 13, f"Tangent(Line(A,P),Circle(O)) {length('OA', 5)} {length('AP', 12)} Find(LengthOf(Line(O,P)))",
          "O 0 50, A 50 50, P 50 170", "OA AP OP", "O A"),
    Posed("two tangents", 3, f"Tangent(Line(P,A),Circle(O)) Tangent(Line(P,B),Circle(O)) {length('PA', '4x-2')} {length('PB', 10)} Find(x)",
          "O 100 100, A 70 60, B 70 140, P 17 100", "PA PB", "O AB"),
    Posed("tangent and chord", 60, "Tangent(Line(A,P),Circle(O)) Equals(MeasureOf(Arc(A,B)),120) Find(MeasureOf(Angle(P,A,B)))",
          "O 100 100, A 200 100, B 50 13, P 200 0", "AP AB", "O AB"),
    Posed("angle of crossing chords", 60, "Equals(MeasureOf(Arc(A,B)),70) Equals(MeasureOf(Arc(C,D)),50) Find(MeasureOf(Angle(A,E,B)))",
          "O 100 100, A 182 43, B 182 157, C 9 142, D 9 58, E 108 97", "AEC BED", "O ABCD"),
    Posed("angle of secants and tangents", 30, "Equals(MeasureOf(Arc(B,D)),100) Equals(MeasureOf(Arc(A,C)),40) Find(MeasureOf(Angle(B,P,D)))",
          "O 100 100, B 164 23, D 164 177, A 6 66, C 6 134, P -118 100", "PAB PCD", "O ABCD"),
    Posed("intersecting chords", 8, f"{length('AE', 12)} {length('EC', 6)} {length('BE', 9)} {length('ED', 'x')} Find(x)",
          "O 100 100, A 2 120, C 198 120, B 130 5, D 130 195, E 130 120", "AEC BED", "O ABCD"),
    Posed("secant and secant", 8, f"{length('PA', 4)} {length('PB', 10)} {length('PC', 5)} {length('PD', 'x')} Find(x)",
          "O 100 100, B 164 23, D 164 177, A 6 66, C 6 134, P -56 100", "PAB PCD", "O ABCD"),
    Posed("secant and tangent", 6, f"Tangent(Line(P,T),Circle(O)) {length('PA', 4)} {length('PB', 9)} {length('PT', 'x')} Find(x)",
          "O 100 100, B 164 23, A 6 66, T 30 171, P -56 100", "PAB PT", "O ABT"),
    Posed("perpendicular from the centre halves a chord", 12, f"Perpendicular(Line(O,M),Line(A,B)) {length('OM', 5)} {length('OA', 13)} Find(LengthOf(Line(M,B)))",
          "O 100 100, A 8 138, B 192 138, M 100 138", "AMB OM OA", "O AB"),
    Posed("perpendicular from the centre halves an arc", 100, "Perpendicular(Line(O,T),Line(A,B)) Equals(MeasureOf(Arc(A,T)),50) Find(MeasureOf(Arc(A,B)))",
          "O 100 100, A 23 164, B 177 164, M 100 164, T 100 200", "AMB OMT", "O ABT"),
    Posed("equal chords, equal arcs", 8, f"{length('AB', 'LengthOf(Line(C,D))')} Equals(MeasureOf(Arc(A,B)),80) Equals(MeasureOf(Arc(C,D)),10x) Find(x)",
          "O 100 100, A 177 36, B 177 164, C 23 164, D 23 36", "AB CD", "O ABCD"),
    Posed("chords equally far from the centre are equal", 14, f"Perpendicular(Line(O,M),Line(A,B)) Perpendicular(Line(O,N),Line(C,D)) {length('OM', 'LengthOf(Line(O,N))')} {length('AB', 14)} Find(LengthOf(Line(C,D)))",
          "O 100 100, A 177 36, B 177 164, C 23 164, D 23 36, M 177 100, N 23 100", "AMB CND OM ON", "O ABCD"),
    Posed("diameter", 4.5, f"{length('AB', 9)} Find(RadiusOf(Circle(O)))", "O 100 100, A 200 100, B 0 100", "AOB", "O AB"),
    Posed("circumference", 31.41592653589793, "Equals(DiameterOf(Circle(O)),10) Find(CircumferenceOf(Circle(O)))", "O 100 100, A 200 100", "OA", "O A"),
    Posed("area of a circle", 3, "Equals(AreaOf(Circle(O)),9\\pi) Find(RadiusOf(Circle(O)))", "O 100 100, A 200 100", "OA", "O A"),
    Posed("area of a sector", 6.283185307179586, "Equals(RadiusOf(Circle(O)),4) Equals(MeasureOf(Arc(A,B)),45) Find(AreaOf(Sector(O,A,B)))",
          "O 100 100, A 200 100, B 171 29", "OA OB", "O AB"),
    Posed("inscribed circle", 60, "InscribedIn(Circle(O),Triangle(A,B,C)) Equals(MeasureOf(Angle(B,A,O)),30) Find(MeasureOf(Angle(B,A,C)))",
          "A 0 87, B 100 87, C 50 0, O 50 58", "AB BC CA AO", "O"),
    Posed("area of a triangle", 30, f"Perpendicular(Line(C,D),Line(A,B)) {length('AB', 10)} {length('CD', 6)} Find(AreaOf(Triangle(A,B,C)))",
          "A 0 60, B 100 60, C 40 0, D 40 60", "ADB CD AC BC"),
    Posed("area from two sides and their angle", 10, f"{length('AB', 8)} {length('AC', 5)} {angle('BAC', 30)} Find(AreaOf(Triangle(A,B,C)))", "A 0 0, B 80 0, C 43 25", "AB BC CA"),
    Posed("area of a parallelogram", 60, f"Parallelogram(A,B,C,D) Perpendicular(Line(D,E),Line(A,B)) {length('AB', 10)} {length('DE', 6)} Find(AreaOf(Parallelogram(A,B,C,D)))",
          "A 0 60, B 100 60, C 130 0, D 30 0, E 30 60", "AEB BC CD DA DE"),
    Posed("area of a trapezoid", 66, f"Trapezoid(A,B,C,D) Perpendicular(Line(D,E),Line(A,B)) {length('AB', 14)} {length('CD', 8)} {length('DE', 6)} Find(AreaOf(Trapezoid(A,B,C,D)))",
          "A 0 80, B 140 80, C 110 0, D 40 0, E 40 80", "AEB BC CD DA DE"),
    Posed("area from perpendicular diagonals", 24, f"Rhombus(A,B,C,D) {length('AC', 8)} {length('BD', 6)} Find(AreaOf(Rhombus(A,B,C,D)))", "A 0 60, B 80 0, C 160 60, D 80 120", "AB BC CD DA AC BD"),
    Posed("area of a regular polygon", 41.569219381653056, f"Regular(Hexagon(A,B,C,D,E,F)) {length('AB', 4)} Find(AreaOf(Hexagon(A,B,C,D,E,F)))",
          "A 100 50, B 75 93, C 25 93, D 0 50, E 25 7, F 75 7", "AB BC CD DE EF FA"),
    Posed("circle around a regular polygon", 6, "InscribedIn(Regular(Hexagon(A,B,C,D,E,F)),Circle(O)) Equals(RadiusOf(Circle(O)),6) Find(LengthOf(Line(A,B)))",
          "A 100 50, B 75 93, C 25 93, D 0 50, E 25 7, F 75 7, O 50 50", "AB BC CD DE EF FA", "O"),
    Posed("circle within a regular polygon", 3.4641016151377544, "InscribedIn(Circle(O),Equilateral(Triangle(A,B,C))) Equals(RadiusOf(Circle(O)),1) Find(LengthOf(Line(A,B)))",
          "A 0 87, B 100 87, C 50 0, O 50 58", "AB BC CA", "O"),
    Posed("area from the inscribed circle", 24, f"InscribedIn(Circle(O),Triangle(A,B,C)) Equals(RadiusOf(Circle(O)),2) Equals(PerimeterOf(Triangle(A,B,C)),24) Find(AreaOf(Triangle(A,B,C)))",
          "A 0 60, B 80 60, C 80 0, O 60 40", "AB BC CA", "O"),
    Posed("area from sides and angles", 155.5, f"Perpendicular(Line(D,B),Line(B,C)) Perpendicular(Line(B,C),Line(C,N)) Perpendicular(Line(C,N),Line(N,A)) {length('DB', 8)} {length('BC', 12)} {length('CN', 15)} {length('NA', 5)} Find(AreaOf(Pentagon(A,N,C,B,D)))",
          "A 150 70, B 0 0, C 0 120, D 80 0, N 150 120", "DB BC CN NA AD"),
    Posed("closed polygon", 5, f"{angle('ABC', 90)} {angle('BCD', 90)} {length('AB', 7)} {length('BC', 4)} {length('CD', 4)} Find(LengthOf(Line(D,A))) Quadrilateral(A,B,C,D)",
          "A 70 40, B 0 40, C 0 0, D 40 0", "AB BC CD DA"),
    Posed("segment addition", 9, f"{length('AB', 4)} {length('BC', 5)} Find(LengthOf(Line(A,C)))", "A 0 0, B 40 0, C 90 0", "ABC"),
)  # fmt: skip
