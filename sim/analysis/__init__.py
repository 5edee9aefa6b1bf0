"""Analysis: a package per question, each with its method, figure, page and command."""

from sim.system.caches import settle_matplotlib

settle_matplotlib()  # before matplotlib is loaded, which looks for its folders then
