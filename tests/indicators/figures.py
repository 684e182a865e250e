"""Figures of invented counties for the fifty indicators: seeded, plausible, some better off than others."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from jiyue.engine.numbers import decimal_text, from_text

AMOUNTS = {
    "construction_land": (14000, 24000, 4),
    "gdp_constant": (2600000, 7600000, 2),
    "resident_population": (280000, 820000, 0),
    "fixed_asset_investment": (1500000, 4200000, 2),
    "industrial_land": (1400, 3600, 4),
    "built_industrial_land": (1200, 3200, 4),
    "cultivated_land": (42000, 88000, 4),
    "permanent_basic_farmland": (36000, 70000, 4),
    "approved_land_five_years": (900, 2200, 4),
    "land_supplied": (240, 640, 4),
    "commercial_industrial_grant_area": (120, 420, 4),
    "new_construction_land": (60, 260, 4),
    "approved_cultivated_land_occupied": (40, 160, 4),
    "idle_land_identified": (10, 60, 4),
    "inefficient_land_identified": (200, 600, 4),
    "zone_supplied_land": (600, 1800, 4),
    "cultivated_land_lawfully_occupied": (600, 2400, 2),
    "villages": (90, 320, 0),
    "survey_valid_replies": (800, 1600, 0),
    "patrols_planned": (240, 520, 0),
    "powers_listed": (120, 180, 0),
    "core_records": (4000, 12000, 0),
    "joint_review_matters": (8, 24, 0),
    "producing_mines": (6, 18, 0),
    "mines_with_processing": (3, 6, 0),
    "licensed_mines": (10, 24, 0),
    "mining_rights_due_open_grant": (2, 6, 0),
    "violation_cases_filed": (12, 48, 0),
    "mineral_reserves_consumed": (800000, 2600000, 0),
    "damaged_mine_land": (120, 400, 4),
    "restoration_deposit_due": (1200, 5200, 2),
    "stable_cavern_volume": (40, 260, 2),
    "publicity_items": (90, 360, 0),
    "briefs_issued": (4, 14, 0),
    "leading_group_meetings": (2, 5, 0),
    "compliance_checks_run": (4, 12, 0),
    "joint_review_sessions": (4, 8, 0),
    "joint_review_quarters": (3, 5, 0),
    "key_mines": (2, 5, 0),
    "six_criteria_ratings": (10, 20, 0),
}
"""Figures of their own: from, to, decimals."""
SHARES = {
    "urban_rural_construction_land": ("construction_land", 0.74, 0.86, 4),
    "gdp_current": ("gdp_constant", 1.08, 1.14, 2),
    "industrial_fixed_assets": ("built_industrial_land", 3900, 8200, 2),
    "industrial_floor_area": ("built_industrial_land", 8600, 11800, 2),
    "industrial_tax": ("industrial_land", 310, 640, 2),
    "cultivated_land_target": ("cultivated_land", 0.985, 1.0, 4),
    "permanent_basic_farmland_target": ("permanent_basic_farmland", 0.985, 1.0, 4),
    "supplied_approved_land_five_years": ("approved_land_five_years", 0.5, 0.84, 4),
    "stock_land_supplied": ("land_supplied", 0.2, 0.6, 4),
    "open_grant_area": ("commercial_industrial_grant_area", 1.0, 1.0, 4),
    "new_construction_land_conforming": ("new_construction_land", 0.96, 1.0, 4),
    "compensated_cultivated_land": ("approved_cultivated_land_occupied", 0.94, 1.2, 4),
    "idle_land_disposed": ("idle_land_identified", 0.6, 1.0, 4),
    "inefficient_land_redeveloped": ("inefficient_land_identified", 0.3, 0.6, 4),
    "zone_built_land": ("zone_supplied_land", 0.86, 0.97, 4),
    "cultivated_land_illegally_occupied": ("cultivated_land_lawfully_occupied", 0.01, 0.08, 2),
    "villages_with_cultivated_land": ("villages", 0.88, 0.98, 0),
    "villages_with_association": ("villages", 0.5, 0.88, 0),
    "villages_with_patrol_member": ("villages", 0.86, 1.0, 0),
    "survey_satisfied_replies": ("survey_valid_replies", 0.76, 0.93, 0),
    "patrols_on_time": ("patrols_planned", 0.87, 1.0, 0),
    "powers_in_service_centre": ("powers_listed", 0.9, 1.0, 0),
    "core_records_with_geometry": ("core_records", 0.9, 1.0, 0),
    "joint_review_matters_closed": ("joint_review_matters", 0.85, 1.0, 0),
    "violation_cases_fully_handled": ("violation_cases_filed", 0.85, 1.0, 0),
    "mining_rights_granted_openly": ("mining_rights_due_open_grant", 0.9, 1.0, 0),
    "mines_meeting_extraction_recovery": ("producing_mines", 0.86, 1.0, 0),
    "mines_meeting_processing_recovery": ("mines_with_processing", 0.86, 1.0, 0),
    "mines_meeting_comprehensive_utilisation": ("producing_mines", 0.8, 1.0, 0),
    "mines_with_accepted_reserve_report": ("producing_mines", 0.92, 1.0, 0),
    "green_mines": ("producing_mines", 0.3, 0.8, 0),
    "large_mines": ("licensed_mines", 0.1, 0.24, 0),
    "medium_mines": ("licensed_mines", 0.16, 0.36, 0),
    "mine_land_in_lawful_use": ("damaged_mine_land", 0.3, 0.5, 4),
    "restored_mine_land": ("damaged_mine_land", 0.24, 0.44, 4),
    "restoration_deposit_paid": ("restoration_deposit_due", 0.9, 1.0, 2),
    "reused_cavern_volume": ("stable_cavern_volume", 0.06, 0.34, 2),
    "six_criteria_level_sum": ("six_criteria_ratings", 1.1, 2.1, 0),
}
"""Figures that are a share of another: of which, from, to, decimals."""
YES = (
    "leading_group_in_force",
    "campaign_office_in_force",
    "creation_plan_in_force",
    "target_decomposition_in_force",
    "principal_leader_chairs",
    "joint_review_rules_in_force",
    "joint_enforcement_rules_in_force",
    "land_layers_in_place",
    "mineral_layers_in_place",
    "core_layers_updated",
)
NONE = (
    "falsifications_confirmed",
    "serious_violations_named",
    "major_mine_accidents",
    "mass_illegal_mining_events",
    "mining_cases_referred",
    "restoration_duties_missed",
    "national_mining_innovations",
)
AWARDS = {"national_green_mines_awarded": 1, "provincial_green_mines_awarded": 2}
GROWTH = {
    "gdp_constant": 1.055,
    "gdp_current": 1.062,
    "construction_land": 1.009,
    "resident_population": 1.01,
}
Figure = tuple[str, int, str, str]
"""unit, year, measure, exact figure"""


def figures(codes: Sequence[str], years: Sequence[int], seed: int = 5) -> Iterator[Figure]:
    """Every measure of the fifty indicators for each unit and year."""
    for place, code in enumerate(codes):
        for measure, text in _county(random.Random(f"{seed}/{code}"), place / max(1, len(codes) - 1)):
            for back, year in enumerate(reversed(years)):
                yield code, year, measure, _earlier(measure, text, back)


def _county(chance: random.Random, worse: float) -> Iterator[tuple[str, str]]:
    """One county; ``worse`` from 0, the best, to 1."""
    made: dict[str, float] = {}
    for measure, (low, high, places) in AMOUNTS.items():
        made[measure] = round(chance.uniform(low, high), places)
    for measure, (base, low, high, places) in SHARES.items():
        at = min(1.0, max(0.0, 1 - worse + chance.uniform(-0.25, 0.25)))
        if measure in ("cultivated_land_illegally_occupied", "six_criteria_level_sum"):
            at = 1 - at
        made[measure] = round(made[base] * (low + (high - low) * at), places)
    made |= dict.fromkeys(YES, 1) | dict.fromkeys(NONE, 0)
    made |= {measure: chance.randint(0, most) for measure, most in AWARDS.items()}
    for measure, value in made.items():
        yield measure, repr(int(value) if value == int(value) else value)


def _earlier(measure: str, text: str, back: int) -> str:
    """The same figure some years before."""
    growth = GROWTH.get(measure, 1.015 if measure in SHARES else 1.0)
    if not back or growth == 1.0:
        return text
    places = len(text.partition(".")[2])
    return decimal_text(from_text(f"{float(text) / growth**back:.{places}f}"))
