-- replay.lua - sends the requests of a file once each, as they are.
-- The file: before each request its length in 8 digits and a line end.
-- Arguments: the file.

local requests, n = {}, 0

function init(args)
	local f = assert(io.open(args[1], "rb"))
	while true do
		local length = f:read(9)
		if not length then
			break
		end
		requests[#requests + 1] = f:read(tonumber(length))
	end
	f:close()
end

-- Behind the last one there is nothing left to measure: run.pl looks at that.
function request()
	n = n + 1
	return requests[n] or requests[#requests]
end

-- One line for Bench.pm: answers, microseconds, errors.
function done(summary, latency)
	local e = summary.errors
	io.write(string.format("bench %d %d %d %d\n", summary.requests,
		summary.duration, e.connect + e.read + e.write + e.status
		+ e.timeout, latency:percentile(99)))
end
