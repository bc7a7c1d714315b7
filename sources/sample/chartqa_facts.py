"""Subjects the sample charts are about: invented figures under the headings of a statistics site."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """What a chart could show; values are drawn between `low` and `high`."""

    title: str
    subtitle: str
    labels: tuple[str, ...]
    """Row names in the chart's own order; a chart takes some of them."""
    series: tuple[str, ...]
    """One name for a plain chart, two to four for a grouped chart or several lines."""
    low: float
    high: float
    decimals: int
    measure: str
    """The value axis."""
    noun: str
    """What one label is, in a question: country, year, brand."""
    lookup: str
    """A lookup question with {label} and {series}."""
    percent: bool = False


def _years(first: int, last: int) -> tuple[str, ...]:
    return tuple(str(year) for year in range(first, last + 1))


BARS = (
    Subject(
        "Average annual hours worked per person, 2019",
        "Total hours actually worked in a year, per person in employment.",
        ("Mexico", "Chile", "Poland", "Ireland", "Hungary", "Spain", "Canada", "Sweden", "Norway", "Germany"),
        ("Hours",),
        1350,
        2150,
        0,
        "Hours per person",
        "country",
        "How many hours did the average person in {label} work in 2019?",
    ),
    Subject(
        "Leading museums by number of visitors",
        "Visitors in 2019, in millions",
        (
            "Harbour Gallery",
            "National Palace",
            "City Science Centre",
            "Railway Museum",
            "Maritime Hall",
            "Botanic House",
            "Museum of Glass",
        ),
        ("Visitors",),
        0.8,
        9.6,
        1,
        "Visitors in millions",
        "museum",
        "How many million visitors did the {label} have in 2019?",
    ),
    Subject(
        "Milk production by country, 2020",
        "Production in million metric tons",
        ("India", "Brazil", "Turkey", "Pakistan", "Argentina", "New Zealand", "Mexico", "Ukraine"),
        ("Production",),
        8,
        62,
        1,
        "Million metric tons",
        "country",
        "What was the milk production of {label} in million metric tons?",
    ),
    Subject(
        "Number of electric cars registered",
        "New registrations per year, in thousands",
        _years(2011, 2021),
        ("Registrations",),
        12,
        480,
        0,
        "Registrations in thousands",
        "year",
        "How many thousand electric cars were registered in {label}?",
    ),
    Subject(
        "Share of households with internet access",
        "Percentage of all households",
        ("Iceland", "Denmark", "Estonia", "Austria", "Portugal", "Greece", "Bulgaria"),
        ("Share",),
        58,
        99,
        0,
        "Share of households",
        "country",
        "What percentage of households in {label} had internet access?",
        percent=True,
    ),
    Subject(
        "Books published per publisher",
        "Number of new titles in the autumn season",
        ("Northwind", "Lantern Press", "Oak & Sons", "Meridian", "Fable House", "Quill"),
        ("Titles",),
        40,
        640,
        0,
        "Number of titles",
        "publisher",
        "How many titles did {label} publish in the autumn season?",
    ),
    Subject(
        "Children who are underweight, 2016",
        "Share of children younger than five whose weight is low for their age.",
        ("Yemen", "Nepal", "Ghana", "Egypt", "Peru", "Tunisia"),
        ("Share",),
        1.5,
        39,
        1,
        "Share of children",
        "country",
        "What percentage of children in {label} were underweight in 2016?",
        percent=True,
    ),
)

GROUPS = (
    Subject(
        "Coffee and tea drinkers by age group",
        "Share of adults who drink it every day",
        ("18-29", "30-44", "45-59", "60+"),
        ("Coffee", "Tea"),
        18,
        78,
        0,
        "Share of respondents",
        "age group",
        "What percentage of people aged {label} drink {series} every day?",
        percent=True,
    ),
    Subject(
        "Revenue of the company by region",
        "In million euros",
        ("2016", "2017", "2018", "2019", "2020"),
        ("Europe", "Asia", "Americas"),
        90,
        870,
        0,
        "Revenue in million euros",
        "year",
        "What was the revenue from {series} in {label} in million euros?",
    ),
    Subject(
        "Medals won at the winter games",
        "Number of medals by colour",
        ("Norway", "Austria", "Canada", "Finland", "Italy"),
        ("Gold", "Silver", "Bronze"),
        1,
        17,
        0,
        "Number of medals",
        "country",
        "How many {series} medals did {label} win?",
    ),
    Subject(
        "Passengers by means of transport",
        "Passengers in thousands on a weekday",
        ("Monday", "Tuesday", "Thursday", "Friday"),
        ("Bus", "Tram"),
        45,
        190,
        0,
        "Passengers in thousands",
        "day",
        "How many thousand passengers took the {series} on {label}?",
    ),
)

LINES = (
    Subject(
        "Unemployment rate in the district",
        "Percentage of the labour force",
        _years(2010, 2019),
        ("Rate",),
        3.1,
        9.4,
        1,
        "Unemployment rate",
        "year",
        "What was the unemployment rate in {label}?",
        percent=True,
    ),
    Subject(
        "Access to electricity, 2009 to 2016",
        "Share of the population that has access to electricity",
        _years(2009, 2016),
        ("Kenya", "Uganda", "Malawi"),
        6,
        88,
        0,
        "Share of population",
        "year",
        "What was the share of the population with electricity in {series} in {label}?",
        percent=True,
    ),
    Subject(
        "Daily newspaper circulation",
        "Copies in thousands",
        _years(2012, 2020),
        ("Circulation",),
        110,
        420,
        0,
        "Copies in thousands",
        "year",
        "How many thousand copies were sold daily in {label}?",
    ),
)

PIES = (
    Subject(
        "Do you plan to travel abroad this year?",
        "Share of respondents",
        ("Yes", "No, but I plan to soon", "No", "Not sure"),
        ("Share",),
        8,
        60,
        0,
        "Share of respondents",
        "answer",
        "What percentage of respondents answered {label}?",
        percent=True,
    ),
    Subject(
        "Electricity generation by source, 2020",
        "Share of total generation",
        ("Hydro", "Wind", "Solar", "Natural gas", "Coal"),
        ("Share",),
        5,
        45,
        0,
        "Share of generation",
        "source",
        "What share of electricity was generated from {label}?",
        percent=True,
    ),
)

OPINIONS = (
    Subject(
        "Views on working from home, by age of the respondent",
        "% who say that working from home is a ___ thing for their community",
        ("Total", "Ages 18-29", "30-49", "50-64", "65+"),
        ("Bad", "Good"),
        15,
        72,
        0,
        "",
        "group",
        "What percentage of the {label} group say it is {series}?",
        percent=True,
    ),
    Subject(
        "What closing the local library would mean to residents",
        "% who say that closing the local library would have a ___ impact",
        ("All adults", "Men", "Women", "Urban", "Rural"),
        ("Major", "Minor"),
        14,
        66,
        0,
        "",
        "group",
        "What percentage of the {label} group expect a {series} impact?",
        percent=True,
    ),
)
