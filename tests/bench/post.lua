-- post.lua - posts the same Dutch form again and again, 300 bytes of it, with
-- a number in the text so that no post is a repeat of another.
-- Arguments: the path, and a number to begin with.

local before = "text=Ik+heb+nu+drie+keer+gebeld+en+niemand+belt+terug%2C+dit+"
local after = "+was+de+zoveelste+keer.+Mijn+zoon+vraagt+elke+avond+wanneer+"
	.. "hij+zijn+zusje+weer+mag+zien+en+ik+weet+niet+wat+ik+moet+zeggen.+"
	.. "Leg+het+ons+alstublieft+een+keer+uit%2C+in+gewone+woorden.+Echt+waar."
	.. "&region=noord&who=ouder&step=send"
local length = #before + 12 + #after
local head, n

function init(args)
	n = tonumber(args[2]) or 0
	head = "POST " .. args[1] .. " HTTP/1.1\r\n"
		.. "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\n"
		.. "Content-Type: application/x-www-form-urlencoded\r\n"
		.. "Accept: application/json\r\n"
		.. "Content-Length: " .. length .. "\r\n\r\n" .. before
end

function request()
	n = n + 1
	return head .. string.format("%012d", n) .. after
end

-- One line for run.pl: answers, microseconds, errors.
function done(summary, latency)
	local e = summary.errors
	io.write(string.format("bench %d %d %d %d\n", summary.requests,
		summary.duration, e.connect + e.read + e.write + e.status
		+ e.timeout, latency:percentile(99)))
end
