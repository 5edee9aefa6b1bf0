"""Report: how anything is shown and kept: tables, figures, pages and the folder that holds them."""

from sim.system.caches import settle_matplotlib

settle_matplotlib()  # before matplotlib is loaded, which looks for its folders then
