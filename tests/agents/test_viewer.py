"""The example for Mesa's viewer: what it hands the viewer makes a model, and has its columns."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

EXAMPLE = Path(__file__).parents[2] / "docs" / "watch_in_browser.py"


def test_the_viewer_is_handed_what_makes_a_model(monkeypatch):
    drawn: list[str] = []
    viewer = ModuleType("mesa.visualization")  # Solara is not installed for the tests
    viewer.SolaraViz = lambda model, **given: SimpleNamespace(model=model, **given)
    viewer.Slider = lambda label, value, **_: SimpleNamespace(value=value)
    viewer.make_plot_component = lambda columns: drawn.extend(
        [columns] if isinstance(columns, str) else columns
    )
    monkeypatch.setitem(sys.modules, "mesa.visualization", viewer)
    page = runpy.run_path(str(EXAMPLE))["page"]
    chosen = {
        name: given["value"] if isinstance(given, dict) else getattr(given, "value", given)
        for name, given in page.model_params.items()
    }
    again = type(page.model)(**chosen)  # as the viewer does on Reset
    again.step()
    page.model.step()
    table = again.datacollector.get_model_vars_dataframe()
    assert set(drawn) <= set(table.columns)
    assert list(table["tilt"]) == list(page.model.datacollector.model_vars["tilt"])
