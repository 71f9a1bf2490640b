/*
 * notify.h - tells systemd how we are (sd_notify(3)), without its library.
 *
 * Each does nothing where no NOTIFY_SOCKET is set.
 */
#ifndef NOTIFY_H
#define NOTIFY_H

void notify_ready(void);
void notify_reloading(void);
void notify_stopping(void);
void notify_alive(void);

/* Milliseconds after which systemd gives us up for dead; 0: it does not. */
long notify_watchdog_ms(void);

#endif
