"""Charts painted with QPainter: QtCharts is not under a licence we can ship."""
