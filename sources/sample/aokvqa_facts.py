"""What each scene of the A-OKVQA sample shows and what is asked about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One question; `also` are other ways in which people would answer it freely."""

    question: str
    answer: str
    wrong: tuple[str, str, str]
    also: tuple[str, ...]
    rationales: tuple[str, str, str]


@dataclass(frozen=True)
class Scene:
    """A painter in `aokvqa_scenes` with what it is told to show, and the questions."""

    painter: str
    shows: dict[str, str | int]
    asked: tuple[Asked, ...]


def _said(fact: str, reason: str) -> tuple[str, str, str]:
    return fact, reason, f"{fact[:-1]} and that can be seen clearly."


def _bus(
    route: str, destination: str, color: str, others: tuple[str, str, str], towns: tuple[str, str, str]
) -> Scene:
    colors = tuple(c for c in ("red", "blue", "green", "white") if c != color)[:3]
    return Scene(
        "bus",
        {"route": route, "destination": destination, "color": color},
        (
            Asked(
                "What is the number of the bus?",
                route,
                others,
                (f"number {route}",),
                _said(
                    f"The sign above the windscreen says {route}.",
                    "Buses carry their route number on the front.",
                ),
            ),
            Asked(
                "Where is the bus heading?",
                destination.lower(),
                towns,
                ("downtown",),
                _said(
                    f"The display on the bus reads {destination}.",
                    "The destination is shown beside the number.",
                ),
            ),
            Asked(
                "What must passengers usually pay to ride on this vehicle?",
                "fare",
                ("rent", "toll", "fine"),
                ("ticket", "money"),
                _said("This is a public bus.", "People pay a fare to travel by bus."),
            ),
            Asked(
                "What color is the bus?",
                color,
                (colors[0], colors[1], colors[2]),
                (),
                _said(f"The bus is painted {color}.", f"Its front and sides are {color}."),
            ),
        ),
    )


TRAIN = (
    _bus("48", "Harbor", "red", ("84", "18", "43"), ("airport", "museum", "stadium")),
    Scene(
        "stop_sign",
        {"name": "MAPLE AVE"},
        (
            Asked(
                "What are drivers required to do at the red sign?",
                "stop",
                ("turn left", "speed up", "park"),
                ("halt",),
                _said("The red sign says stop.", "An eight-sided red sign means that a driver must stop."),
            ),
            Asked(
                "What is the name of the street on the green sign?",
                "maple",
                ("oak", "main", "cedar"),
                ("maple ave",),
                _said("The green sign reads Maple Ave.", "Street names stand on the green sign above."),
            ),
        ),
    ),
    Scene(
        "player",
        {"number": "17", "color": "blue", "sport": "soccer"},
        (
            Asked(
                "What number is on the player's shirt?",
                "17",
                ("11", "71", "7"),
                ("seventeen",),
                _said("The player wears number 17.", "The digits 1 and 7 are printed on the shirt."),
            ),
            Asked(
                "What sport is being played here?",
                "soccer",
                ("tennis", "hockey", "cricket"),
                ("football",),
                _said(
                    "There is a ball on a grass pitch.", "A black and white ball at the feet means soccer."
                ),
            ),
        ),
    ),
    Scene(
        "station_clock",
        {"hour": 10, "minute": 10, "platform": "6"},
        (
            Asked(
                "What is the number of the platform?",
                "6",
                ("9", "3", "8"),
                ("six",),
                _said("The blue board says platform 6.", "The number stands on the board next to the clock."),
            ),
            Asked(
                "What time does the clock show?",
                "10:10",
                ("2:50", "6:30", "8:15"),
                ("ten past ten",),
                _said("The short hand is just past 10 and the long hand is at 2.", "So it is ten past ten."),
            ),
            Asked(
                "What kind of vehicle do people wait for here?",
                "train",
                ("taxi", "plane", "ferry"),
                ("trains",),
                _said("There are rails beside the platform.", "Trains run on rails."),
            ),
        ),
    ),
    Scene(
        "shop",
        {"name": "BAKERY", "color": "green"},
        (
            Asked(
                "What kind of store is this?",
                "bakery",
                ("pharmacy", "bookstore", "bank"),
                ("bread shop",),
                _said("The board above the window says bakery.", "Loaves lie in the window."),
            ),
            Asked(
                "What would someone most likely buy in this store?",
                "bread",
                ("shoes", "medicine", "tires"),
                ("cake", "loaf"),
                _said("The store is a bakery.", "Bakeries sell bread."),
            ),
            Asked(
                "What does the sign on the door say?",
                "open",
                ("closed", "sale", "push"),
                (),
                _said("A small sign on the door reads open.", "Shops hang out a sign while they are open."),
            ),
        ),
    ),
    Scene(
        "beach",
        {"color": "yellow"},
        (
            Asked(
                "What color is the umbrella?",
                "yellow",
                ("purple", "green", "red"),
                (),
                _said("The umbrella is yellow.", "The large umbrella over the towel is yellow."),
            ),
            Asked(
                "What is the umbrella being used for?",
                "shade",
                ("rain", "fishing", "decoration"),
                ("sun protection",),
                _said("It stands over a towel on a sunny beach.", "People use it to keep the sun off."),
            ),
        ),
    ),
    Scene(
        "kitchen",
        {"color": "red"},
        (
            Asked(
                "What color is the kettle on the stove?",
                "red",
                ("blue", "white", "green"),
                (),
                _said("The kettle is red.", "The kettle on the right burner is red."),
            ),
            Asked(
                "What is heated in the object on the right burner?",
                "water",
                ("bread", "soup", "laundry"),
                ("tea",),
                _said("A kettle stands on the burner.", "Kettles are used to boil water."),
            ),
        ),
    ),
    Scene(
        "crossing",
        {"light": "red"},
        (
            Asked(
                "What color is the traffic light showing?",
                "red",
                ("green", "yellow", "blue"),
                (),
                _said("The top lamp is lit.", "The lit lamp is red."),
            ),
            Asked(
                "What should cars do right now?",
                "wait",
                ("go", "honk", "reverse"),
                ("stop",),
                _said("The light is red.", "Cars have to wait while the light is red."),
            ),
        ),
    ),
)

VAL = (
    _bus("73", "Airport", "blue", ("37", "78", "13"), ("harbor", "museum", "stadium")),
    Scene(
        "shop",
        {"name": "BOOKSHOP", "color": "red"},
        (
            Asked(
                "What does this store sell?",
                "books",
                ("flowers", "bread", "shoes"),
                ("novels",),
                _said("The board says bookshop.", "Books stand in the window."),
            ),
            Asked(
                "What color is the awning along with white?",
                "red",
                ("blue", "green", "purple"),
                (),
                _said("The awning has red and white stripes.", "Every other stripe is red."),
            ),
        ),
    ),
)
