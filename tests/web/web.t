#!/bin/sh
# web.t - runs the browser tests with the packages installed in the build
# directory.  BUILD is an absolute path.
: "${BUILD:=$PWD/build}"
NODE_PATH=$BUILD/tests/web/node_modules
export BUILD NODE_PATH
exec node "${0%/*}/web.js"
