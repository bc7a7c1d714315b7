"""Names, firms and lines of text for the sample pages; all invented."""

PEOPLE = (
    "Harold J. Whitcombe",
    "Marian E. Lindqvist",
    "Dr. Paul R. Oyelaran",
    "Susan T. Kershaw",
    "Robert L. Vandermeer",
    "Elaine M. Castellano",
    "George W. Hollis",
    "Dr. Irene K. Sandoval",
    "Walter P. Brandt",
    "Judith A. Nakamura",
)

FIRMS = (
    ("Brookfield Paper Company", "418 Mill Street", "Dayton, Ohio 45402"),
    ("Carrington Laboratories, Inc.", "2200 Research Drive", "Durham, North Carolina 27703"),
    ("Meridian Tool & Supply Co.", "75 Harbor Avenue", "Providence, Rhode Island 02903"),
    ("Westlake Foods Corporation", "1190 Orchard Road", "Fresno, California 93721"),
    ("Halvorsen Printing Works", "36 Front Street", "Duluth, Minnesota 55802"),
)
"""(name, street, town)."""

SUBJECTS = (
    "Revised Schedule for the Spring Field Trials",
    "Storage of Archive Samples",
    "Travel Expenses, Third Quarter",
    "Purchase of a New Balance",
    "Annual Safety Inspection",
)

MEMO_TEXT = (
    "Please note that the dates given in my memorandum of last month no longer apply. The new dates are "
    "shown in the "
    "attached schedule, which replaces all earlier versions.",
    "Each department should name one person who will answer for the records and should send that name to "
    "this office "
    "before the end of the month.",
    "I should like to thank everyone who took part in the first round. The results were better than we "
    "had expected.",
)

LETTER_TEXT = (
    "Thank you for your letter and for the samples that came with it. Our laboratory has now finished the "
    "first series "
    "of tests, and I am pleased to report that all of them met the standard.",
    "We should be glad to continue with the second series as soon as the remaining material reaches us. I "
    "expect that "
    "the work will take about six weeks.",
    "Should you have any questions, please do not hesitate to call me.",
)

GOODS = (
    ("Copy paper, 20 lb, case", 14, 48),
    ("Binder clips, box", 2, 9),
    ("Filing cabinet, 4 drawer", 120, 260),
    ("Typewriter ribbon", 4, 12),
    ("Desk lamp", 22, 65),
    ("Index cards, pack", 1, 6),
    ("Glass beakers, 250 ml", 5, 19),
    ("Storage boxes, bundle", 11, 35),
)
"""(description, lowest price, highest price) in dollars."""

EXPENSES = (
    "Salaries",
    "Employee Benefits",
    "Travel",
    "Publications",
    "Office Expenses",
    "Rent",
    "Insurance",
    "Accounting",
    "Meetings",
    "Telephone",
)

DISTRICTS = ("North", "South", "East", "West", "Central")

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
