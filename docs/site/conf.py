"""How Sphinx builds the site; see docs/make_site.py."""

from sim import __version__

project = "sim: a laboratory for diplomatic hedging"
author = copyright = "the authors of diplomatic-hedging"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 5
highlight_language = "none"  # commands and what they print
html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sourcelink = html_copy_source = False
html_show_search_summary = False  # browsers do not let a page read others from a folder
smartquotes = False  # they make – of --, also in options
napoleon_google_docstring = False
napoleon_use_ivar = True
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
# Two classes are called Plan; and scripts of a game are in no language that could be coloured.
suppress_warnings = ["ref.python", "misc.highlighting_failure"]
