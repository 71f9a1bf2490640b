#!/usr/bin/perl
# 14-kill9.t - promise 1: killed 100 times under load, also where a segment
# ends every few messages, every acknowledged message is in the log.  ROUNDS
# says otherwise; make check-faults has many more.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Kill9;
use Test::More;

my $rounds = $ENV{ROUNDS} || ($ENV{SANITIZED} ? 20 : 100);
srand 42;
Kill9::run(rounds => $rounds / 2, per => 50);
Kill9::run(rounds => $rounds / 2, per => 50,
    new => { daemon => "$Gehoor::BUILD/test/gehoord-tiny" });
done_testing;
