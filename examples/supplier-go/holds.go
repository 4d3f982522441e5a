package main

// The holds: one row for each in SQLite, and what a command makes of it. The table is the one of
// docs/supplier.md, "The hold". Nothing here knows a message or a broker.

import (
	"database/sql"
	"errors"

	_ "github.com/mattn/go-sqlite3"
)

type hold struct {
	id, session string
	state       string // "none" where there is no row
	attempt     int
	reason      string // why it was refused; of a held one, why its last attempt was
	item, day   string
	quantity    int
	terms       string // as JSON: what "held" says, fixed from then on
}

func (h hold) takesSeats() bool { return h.state == "held" || h.state == "confirmed" }

// decide changes the hold as the table says, and returns the answer and its reason. refusal: why
// this supplier would say no to a new hold or to a confirm; empty if it would not.
func (h *hold) decide(command string, attempt int, refusal string) (answer, reason string) {
	switch command {
	case "hold":
		return h.decideHold(refusal)
	case "confirm":
		return h.decideConfirm(attempt, refusal)
	case "unconfirm":
		if h.state == "none" {
			h.state, h.attempt = "cancelled", attempt
		} else if h.takesSeats() && attempt > h.attempt ||
			h.state == "confirmed" && attempt == h.attempt {
			h.state, h.attempt, h.reason = "held", attempt, ""
		}
		return "unconfirmed", ""
	case "cancel":
		if h.state == "none" || h.takesSeats() {
			h.state, h.reason = "cancelled", ""
		}
		return "cancelled", ""
	}
	// expire
	if h.state == "confirmed" {
		return "not_expired", ""
	}
	if h.state == "none" || h.state == "held" {
		h.state, h.reason = "expired", ""
	}
	return "expired", ""
}

func (h *hold) decideHold(refusal string) (answer, reason string) {
	switch {
	case h.takesSeats():
		return "held", ""
	case h.state == "refused":
		return "refused", h.reason
	case h.state != "none":
		return "refused", h.state
	case refusal != "":
		h.state, h.reason = "refused", refusal
		return "refused", refusal
	}
	h.state = "held"
	return "held", ""
}

func (h *hold) decideConfirm(attempt int, refusal string) (answer, reason string) {
	switch {
	case h.state == "none":
		h.state, h.attempt = "cancelled", attempt
		return "refused", "gone"
	case !h.takesSeats():
		return "refused", "gone"
	case h.state == "confirmed" && attempt == h.attempt:
		return "confirmed", ""
	case attempt <= h.attempt && h.state == "held" && h.reason != "":
		return "refused", h.reason
	case attempt <= h.attempt:
		return "refused", "attempt_over"
	case h.state == "held" && refusal != "":
		h.attempt, h.reason = attempt, refusal
		return "refused", refusal
	}
	h.state, h.attempt, h.reason = "confirmed", attempt, ""
	return "confirmed", ""
}

const schema = `
CREATE TABLE IF NOT EXISTS holds (
    id TEXT PRIMARY KEY, session TEXT NOT NULL, state TEXT NOT NULL, attempt INTEGER NOT NULL,
    reason TEXT NOT NULL, item TEXT NOT NULL, day TEXT NOT NULL, quantity INTEGER NOT NULL,
    terms TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS holds_of_day ON holds (day, item);
CREATE INDEX IF NOT EXISTS holds_of_session ON holds (session);`

const takes = `state IN ('held', 'confirmed')`

// openRows opens the database. Its transactions lock it as they begin, so no other process steps in
// between reading a row and writing it, and a commit is on the disk when it returns.
func openRows(path string) (*sql.DB, error) {
	rows, err := sql.Open("sqlite3", "file:"+path+
		"?_txlock=immediate&_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		return nil, err
	}
	rows.SetMaxOpenConns(1)
	_, err = rows.Exec(schema)
	return rows, err
}

func findHold(rows *sql.Tx, id, session string) (hold, error) {
	h := hold{id: id}
	err := rows.QueryRow(`SELECT session, state, attempt, reason, item, day, quantity, terms
		FROM holds WHERE id = ?`, id).Scan(
		&h.session, &h.state, &h.attempt, &h.reason, &h.item, &h.day, &h.quantity, &h.terms)
	if errors.Is(err, sql.ErrNoRows) {
		return hold{id: id, session: session, state: "none"}, nil
	}
	return h, err
}

func (h hold) save(rows *sql.Tx) error {
	_, err := rows.Exec(`INSERT OR REPLACE INTO holds
		(id, session, state, attempt, reason, item, day, quantity, terms)
		VALUES (?,?,?,?,?,?,?,?,?)`,
		h.id, h.session, h.state, h.attempt, h.reason, h.item, h.day, h.quantity, h.terms)
	return err
}

// seatsTaken counts by unit and state, for the days from first to last, which may be empty.
func seatsTaken(rows *sql.Tx, first, last string) (map[string]map[string]int, error) {
	found, err := rows.Query(`SELECT item || '/' || day, state, sum(quantity) FROM holds
		WHERE `+takes+` AND day >= ? AND (day <= ? OR ? = '') GROUP BY 1, 2`, first, last, last)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	taken := map[string]map[string]int{}
	for found.Next() {
		var unit, state string
		var seats int
		if err := found.Scan(&unit, &state, &seats); err != nil {
			return nil, err
		}
		if taken[unit] == nil {
			taken[unit] = map[string]int{}
		}
		taken[unit][state] = seats
	}
	return taken, found.Err()
}

// heldFor lists the holds of a session that are not over.
func heldFor(rows *sql.Tx, session string) ([]string, error) {
	found, err := rows.Query(`SELECT id FROM holds WHERE session = ? AND `+takes, session)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var holds []string
	for found.Next() {
		var id string
		if err := found.Scan(&id); err != nil {
			return nil, err
		}
		holds = append(holds, id)
	}
	return holds, found.Err()
}
