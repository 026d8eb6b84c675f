"""Rights requests at the desk: the queue, each request, figures."""
