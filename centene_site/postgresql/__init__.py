"""Django's PostgreSQL backend, with an end to every wait of a worker (decision 9).

Django and psycopg wait for a frozen server or a silent network as long as it takes.
"""
