"""Help and errors of a parser, with groups and subcommands."""
import argparse
import sys

sys.stderr = sys.stdout
p=argparse.ArgumentParser(prog='x',description='what it does '*9)
p.add_argument('-v','--verbose',action='count',default=0,help='more %(default)s')
g=p.add_mutually_exclusive_group(); g.add_argument('--a',choices=['u','v']); g.add_argument('--b',type=int)
s=p.add_subparsers(dest='cmd',help='commands'); q=s.add_parser('run',aliases=['r'],help='runs'); q.add_argument('files',nargs='+')
p.print_help()
print(p.parse_args(['-vv','--a','u','run','x','y'])); print(p)
for a in (['--b','x'],['--a','z'],['--a','u','--b','3'],['run'],['zap'],['--q']):
    try: p.parse_args(a)
    except SystemExit as e: print(e.code)
