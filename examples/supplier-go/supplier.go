package main

// What each message is answered. It knows rows and messages, and no broker.

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The clocks of two hosts may differ by that much.
const lateBy = 5 * time.Minute

type supplier struct {
	name, address string
	rows          *sql.DB
}

type answer struct {
	to   string
	body object
}

// answersTo commits what the message changes, and returns what is to be sent then. An error that is
// not unreadable is one of the database: nothing was changed.
func (s *supplier) answersTo(m message) (answers []answer, err error) {
	rows, err := s.rows.Begin()
	if err != nil {
		return nil, err
	}
	defer rows.Rollback() // does nothing after a commit
	switch {
	case commands[m.kind]:
		answers, err = s.obey(rows, m)
	case m.kind == "search-other":
		answers, err = s.offer(rows, m)
	case m.kind == "ask-units":
		answers, err = s.units(rows, m)
	case m.kind == "timeout":
		answers, err = s.askSession(rows, m)
	}
	if err != nil {
		return nil, err
	}
	return answers, rows.Commit()
}

func (s *supplier) obey(rows *sql.Tx, m message) ([]answer, error) {
	h, err := findHold(rows, m.id, m.session)
	if err != nil {
		return nil, err
	}
	if h.session != m.session {
		return nil, unreadable("the hold belongs to another session")
	}
	if h.state == "none" && time.Now().After(m.deadline.Add(lateBy)) {
		// Its row may have been removed: as if it had expired, and without a row.
		h.state = "expired"
		word, reason := h.decide(m.kind, m.attempt, "")
		return []answer{replyTo(m, h, word, reason)}, nil
	}
	refusal, err := s.refusal(rows, m, h)
	if err != nil {
		return nil, err
	}
	isNew := h.state == "none"
	word, reason := h.decide(m.kind, m.attempt, refusal)
	if isNew && h.state == "held" {
		s.noteTerms(&h, m.wish)
	}
	return []answer{replyTo(m, h, word, reason)}, h.save(rows)
}

// refusal says why a new hold or a confirm cannot be; empty if it can.
func (s *supplier) refusal(rows *sql.Tx, m message, h hold) (string, error) {
	switch {
	case m.kind == "hold" && h.state == "none":
		bus, found := departureOf(m.wish.item, m.wish.first, m.wish.last)
		if !found {
			return "unknown_item", nil
		}
		taken, err := seatsTaken(rows, bus.day, bus.day)
		return bus.whyNot(time.Now(), seatsOfBus-sum(taken[bus.unit()]), m.wish.quantity), err
	case m.kind == "confirm" && h.state == "held":
		day, err := time.Parse(dayForm, h.day)
		if bus, found := departureOf(h.item, day, day); found && !time.Now().Before(bus.at) {
			return "started", err
		}
	}
	return "", nil
}

func (s *supplier) noteTerms(h *hold, w wish) {
	bus, _ := departureOf(w.item, w.first, w.last)
	terms, err := json.Marshal(object{
		"price": bus.priceOf(w.quantity), "description": bus.title + ", " + bus.localStart(),
		"item": bus.item(s.name)})
	if err != nil {
		panic(err) // it is made of texts and numbers
	}
	h.item, h.day, h.quantity, h.terms = bus.id, bus.day, w.quantity, string(terms)
}

// replyTo says what the row is now, under the key of what is answered.
func replyTo(m message, h hold, word, reason string) answer {
	content := object{"state": h.state, "attempt": h.attempt}
	if word == "held" {
		if err := json.Unmarshal([]byte(h.terms), &content); err != nil {
			panic(err) // this program has written it
		}
	}
	if word == "confirmed" {
		content["reference"] = referenceOf(h.id)
	}
	if reason != "" {
		content["reason"] = reason
	}
	return answer{m.replyTo, object{"type": word, "id": uuid.NewString(), "key": m.key,
		"session": m.session, "content": content}}
}

// referenceOf is six letters for the driver, always the same for one hold.
func referenceOf(hold string) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	hash := sha256.Sum256([]byte(hold))
	reference := make([]byte, 6)
	for i := range reference {
		reference[i] = letters[int(hash[i])%len(letters)]
	}
	return string(reference)
}

func (s *supplier) offer(rows *sql.Tx, m message) ([]answer, error) {
	byState, err := seatsTaken(rows, m.search.first.Format(dayForm), m.search.last.Format(dayForm))
	if err != nil {
		return nil, err
	}
	taken := map[string]int{}
	for unit, seats := range byState {
		taken[unit] = sum(seats)
	}
	offers, more := offersOf(s.name, m.search, taken, time.Now())
	return s.answerQuestion(m, object{"offers": offers}, more), nil
}

// units counts the seats of each bus with any sold, by ascending name.
func (s *supplier) units(rows *sql.Tx, m message) ([]answer, error) {
	taken, err := seatsTaken(rows, "", "")
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range taken {
		if strings.HasPrefix(name, m.prefix) && name > m.after {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	more := len(names) > m.limit
	if more {
		names = names[:m.limit]
	}
	units := []object{}
	for _, name := range names {
		seats := taken[name]
		units = append(units, object{"unit": name, "capacity": seatsOfBus,
			"free": seatsOfBus - sum(seats),
			"held": seats["held"], "confirmed": seats["confirmed"]})
	}
	return s.answerQuestion(m, object{"units": units}, more), nil
}

func (s *supplier) answerQuestion(m message, content object, more bool) []answer {
	content["from"] = s.address
	if more {
		content["more"] = true
	}
	return []answer{{m.replyTo, object{
		"type": questions[m.kind], "id": uuid.NewString(), "key": m.key, "content": content}}}
}

// askSession: a timeout decides nothing, the session says what becomes of its holds.
func (s *supplier) askSession(rows *sql.Tx, m message) (answers []answer, err error) {
	if m.key != nil {
		answers = append(answers, answer{m.replyTo, object{"type": "timeout-acknowledged",
			"id": uuid.NewString(), "key": m.key, "session": m.session}})
	}
	holds, err := heldFor(rows, m.session)
	if len(holds) > 0 {
		answers = append(answers, answer{sessionAddress(m.session), object{"type": "check-session",
			"id": uuid.NewString(), "session": m.session, "reply_to": s.address,
			"content": object{"holds": holds}}})
	}
	return answers, err
}

// sessionAddress is that of the coordinators of its shard, which is in its id behind the version 8.
func sessionAddress(session string) string {
	const version = 14
	shard, err := strconv.ParseUint(session[version+1:version+4], 16, 16)
	if session[version] != '8' || err != nil {
		return "session"
	}
	return fmt.Sprintf("session.%d", shard)
}

func sum(seats map[string]int) (all int) {
	for _, number := range seats {
		all += number
	}
	return all
}
