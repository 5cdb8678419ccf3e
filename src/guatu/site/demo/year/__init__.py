"""How is the demonstration's year played? Day by day, by the actions of the product; see the README beside.

schedule.py   everything that happens, by its moment
player.py     lets the days happen that were not played yet, a transaction a day
digest.py     whether two plays gave the same
"""
