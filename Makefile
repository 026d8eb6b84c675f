# Other names for the commands of dev.py, which needs no make.
.PHONY: serve staff test bench check lock help
serve staff test bench check lock help:
	@python3 dev.py $@
