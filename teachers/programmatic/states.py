"""The states of the USA: code, name, census region, and roughly where each lies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """One state; `north` and `west` are degrees of a point well inside it."""

    code: str
    name: str
    region: str
    north: float
    west: float


_ROWS = """
AL Alabama South 32.8 86.8
AK Alaska West 64.2 152.5
AZ Arizona West 34.3 111.7
AR Arkansas South 34.9 92.4
CA California West 37.2 119.5
CO Colorado West 39.0 105.5
CT Connecticut Northeast 41.6 72.7
DE Delaware South 39.0 75.5
FL Florida South 28.2 81.6
GA Georgia South 32.6 83.4
HI Hawaii West 19.6 155.5
ID Idaho West 43.9 114.5
IL Illinois Midwest 40.0 89.2
IN Indiana Midwest 39.9 86.3
IA Iowa Midwest 42.0 93.5
KS Kansas Midwest 38.5 98.4
KY Kentucky South 37.5 85.3
LA Louisiana South 30.9 92.2
ME Maine Northeast 45.3 69.2
MD Maryland South 39.4 76.9
MA Massachusetts Northeast 42.3 71.9
MI Michigan Midwest 43.4 84.7
MN Minnesota Midwest 46.2 94.5
MS Mississippi South 32.7 89.7
MO Missouri Midwest 38.4 92.5
MT Montana West 47.0 109.6
NE Nebraska Midwest 41.5 99.8
NV Nevada West 39.4 116.7
NH New_Hampshire Northeast 43.6 71.5
NJ New_Jersey Northeast 40.2 74.5
NM New_Mexico West 34.4 106.1
NY New_York Northeast 42.9 75.5
NC North_Carolina South 35.5 79.2
ND North_Dakota Midwest 47.5 100.4
OH Ohio Midwest 40.3 82.8
OK Oklahoma South 35.5 97.3
OR Oregon West 43.9 120.6
PA Pennsylvania Northeast 40.9 77.8
RI Rhode_Island Northeast 41.7 71.5
SC South_Carolina South 33.9 80.9
SD South_Dakota Midwest 44.4 100.2
TN Tennessee South 35.8 86.3
TX Texas South 31.4 99.3
UT Utah West 39.3 111.6
VT Vermont Northeast 44.1 72.7
VA Virginia South 37.5 78.7
WA Washington West 47.4 120.4
WV West_Virginia South 38.6 80.7
WI Wisconsin Midwest 44.5 89.8
WY Wyoming West 43.0 107.5
"""

_BORDERS = """
AL FL GA TN MS|AZ CA NV UT NM CO|AR MO TN MS LA TX OK|CA OR NV AZ|CO WY NE KS OK NM UT AZ|CT NY MA RI
DE MD PA NJ|FL GA AL|GA FL AL TN NC SC|ID WA OR NV UT WY MT|IL WI IA MO KY IN|IN MI OH KY IL
IA MN WI IL MO NE SD
KS NE MO OK CO|KY IL IN OH WV VA TN MO|LA TX AR MS|ME NH|MD VA WV PA DE|MA RI CT NY VT NH|MI WI IN OH
MN ND SD IA WI|MS LA AR TN AL|MO IA IL KY TN AR OK KS NE|MT ID WY SD ND|NE SD IA MO KS CO WY|NV OR ID UT AZ CA
NH ME VT MA|NJ NY PA DE|NM AZ CO OK TX UT|NY PA NJ CT MA VT|NC VA TN GA SC|ND MT SD MN|OH PA WV KY IN MI
OK KS MO AR TX NM CO|OR WA ID NV CA|PA NY NJ DE MD WV OH|RI CT MA|SC NC GA|SD ND MN IA NE WY MT
TN KY VA NC GA AL MS AR MO|TX NM OK AR LA|UT ID WY CO AZ NV NM|VT NY NH MA|VA NC TN KY WV MD|WA OR ID
WV OH PA MD VA KY|WI MI MN IA IL|WY MT SD NE CO UT ID
"""

STATES = {
    code: State(code, name.replace("_", " "), region, float(north), float(west))
    for code, name, region, north, west in (row.split() for row in _ROWS.strip().splitlines())
}
"""By two-letter code."""

BORDERS = {
    codes[0]: frozenset(codes[1:])
    for codes in (g.split() for g in _BORDERS.replace("\n", "|").split("|"))
    if codes
}
"""Neighbours by code; Alaska and Hawaii have none, the four states at the Four Corners touch."""

BY_NAME = {state.name: code for code, state in STATES.items()}
REGIONS = ("Northeast", "Midwest", "South", "West")
