#!/bin/sh
# smstools-handler.sh - the event handler of smsd: hands every text message to
# the line "modem" of gehoord and removes the file when it is on disk there.
# What gehoord could not take stays, and goes with the next message.
#
#	install smstools-handler.sh /usr/local/bin/
#
# smsd runs this as smsd:dialout, who may not use the socket of gehoord yet:
# "systemctl edit gehoord-admin.socket" and write
#
#	[Socket]
#	SocketGroup=dialout
#	SocketMode=0660
#
# What this prints goes into the log of smsd; it has no number and no text.
exec gehoor sms-in modem --socket /run/gehoor/admin.sock \
	--smstools3 --outgoing /var/spool/sms/outgoing "$@"
