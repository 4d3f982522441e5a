// A supplier of airport transfers that sells through Viaja, as docs/supplier.md explains it.
//
//	transfers NAME DATABASE      for example: transfers transfers transfers.db
//
// Its address is other.NAME. Where RabbitMQ is: VIAJA_RABBITMQ_HOST, _PORT, _USER, _PASSWORD (or
// _PASSWORD_FILE), _VHOST. It connects again when the connection is lost, until SIGTERM.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

const connectAgainAfter = time.Second

func setting(name, otherwise string) string {
	if value := os.Getenv("VIAJA_" + name); value != "" {
		return value
	}
	return otherwise
}

func password() (string, error) {
	if path := setting("RABBITMQ_PASSWORD_FILE", ""); path != "" {
		written, err := os.ReadFile(path)
		return strings.TrimSpace(string(written)), err
	}
	return setting("RABBITMQ_PASSWORD", "guest"), nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "transfers NAME DATABASE")
		os.Exit(2)
	}
	if err := serve(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve returns at SIGTERM or SIGINT, or with an error of the database.
func serve(name, database string) error {
	over, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	rows, err := openRows(database)
	if err != nil {
		return fmt.Errorf("%s cannot be opened: %w", database, err)
	}
	defer rows.Close()
	all := newConnections(&supplier{name: name, address: "other." + name, rows: rows})
	said := "" // a reason that stays the same is said once
	for {
		err := all.serve(over)
		if isOfDatabase(err) {
			return err
		}
		if over.Err() != nil {
			return nil
		}
		if reason := fmt.Sprint(err); reason != said {
			said = reason
			fmt.Fprintf(os.Stderr, "no connection to the broker, it is tried again: %s\n", reason)
		}
		select {
		case <-over.Done():
			return nil
		case <-time.After(connectAgainAfter):
		}
	}
}
