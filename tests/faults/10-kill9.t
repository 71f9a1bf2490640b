#!/usr/bin/perl
# 10-kill9.t - 1 000 of the 2 000 rounds of kill -9, with what Faults.pm lists
# going on beside: weeks that end.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Faults;
use Kill9;
use Test::More;

srand 9;
Faults::kill9(rounds => 1000);
done_testing;
