"""The public names, for editors and type checkers; at run time they are imported on first use."""

from .agents.diplomacy import Diplomacy as Diplomacy
from .agents.state import State as State
from .analysis.blocs.answer import blocs as blocs
from .analysis.calibrate.answer import calibrate as calibrate
from .analysis.compare.answer import compare as compare
from .analysis.exam.answer import exam as exam
from .analysis.experiment.answer import experiment as experiment
from .analysis.explain.answer import explain as explain
from .analysis.hindcast.answer import hindcast as hindcast
from .analysis.results.archiving import archive as archive
from .analysis.results.export import export as export
from .analysis.results.listing import list_results as list_results
from .analysis.results.redrawing import figure as figure
from .analysis.results.verifying import verify as verify
from .analysis.run.again import rerun as rerun
from .analysis.run.write import write as write
from .analysis.sensitivity.answer import sensitivity as sensitivity
from .analysis.sweep.answer import sweep as sweep
from .analysis.threshold.answer import threshold as threshold
from .ensemble.run import run as run
from .errors import InvalidInput as InvalidInput
from .errors import SimError as SimError
from .game.beginning import play as play
from .game.game import Game as Game
from .outcomes.failures import RunFailed as RunFailed
from .outcomes.results import Results as Results
from .report.paper import Paper as Paper
from .scenario import Refused as Refused
from .scenario import Scenario as Scenario
from .scenario import load as load

__version__: str
VERBS: dict[str, str]
NOUNS: dict[str, str]

def __dir__() -> list[str]: ...
