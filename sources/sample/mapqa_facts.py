"""Subjects, colours and neighbours behind the sample maps."""

SUBJECTS = (
    ("Number of Retail Health Clinics, 2018", "count", 1, 420),
    ("Percent of Adults Who Are Current Smokers, 2017", "percent", 8, 27),
    ("Average Monthly Premium per Enrolled Employee", "money", 420, 780),
    ("Total Licensed Physicians, 2020", "count", 900, 118000),
    ("Death Rate per 100,000 Population, 2016", "rate", 5.4, 34.8),
    ("Share of Children With Health Insurance, 2019", "percent", 84, 99),
    ("Median Household Income, 2018", "money", 44000, 86500),
    ("Public School Students per Teacher, 2015", "rate", 10.5, 23.4),
)
"""(title, kind of value, lowest, highest)."""

PALETTES = (
    ("#deebf7", "#9ecae1", "#4292c6", "#08519c"),
    ("#fee5d9", "#fcae91", "#fb6a4a", "#de2d26", "#a50f15"),
    ("#edf8e9", "#bae4b3", "#74c476", "#238b45"),
    ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"),
    ("#fde0c5", "#f59e72", "#c8553d", "#6d2e46"),
    ("#f2f0f7", "#cbc9e2", "#9e9ac8", "#756bb1", "#54278f"),
)
"""Light to dark, one colour a legend class; the lowest class has the lightest."""

BORDERS = {
    "Texas": ("New Mexico", "Oklahoma", "Arkansas", "Louisiana"),
    "Colorado": ("Wyoming", "Nebraska", "Kansas", "Oklahoma", "New Mexico", "Arizona", "Utah"),
    "Georgia": ("Florida", "Alabama", "Tennessee", "North Carolina", "South Carolina"),
    "Ohio": ("Michigan", "Indiana", "Kentucky", "West Virginia", "Pennsylvania"),
    "Oregon": ("Washington", "Idaho", "Nevada", "California"),
    "Minnesota": ("North Dakota", "South Dakota", "Iowa", "Wisconsin"),
}
"""Some states and all states that border them."""
