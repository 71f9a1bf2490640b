#!/usr/bin/perl
# 11-kill9-tiny.t - the other 1 000 rounds of kill -9, where a segment ends
# every few messages.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Faults;
use Kill9;
use Test::More;

srand 99;
Faults::kill9(rounds => 1000, daemon => $Faults::TINY);
done_testing;
