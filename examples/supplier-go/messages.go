package main

// Messages as docs/asyncapi.yaml has them, read with every limit.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	dayForm               = "2006-01-02"
	itemsMax, bytesMax    = 1024, 1 << 20
	offersMax, unitsMax   = 200, 200
	spanMax               = 366
	attemptsMax           = 1_000_000
	quantityMax, groupMax = 9, 99
)

var (
	uuidForm    = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	replyToForm = regexp.MustCompile(
		`^(session|session\.[1-9][0-9]{0,3}|hotel|event|payment|flight\.[A-Z0-9]{2}|other\.[a-z0-9-]{1,32}|answers\..*)$`)
	instantForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$`)
	commands    = map[string]bool{
		"hold": true, "confirm": true, "unconfirm": true, "cancel": true, "expire": true}
	questions = map[string]string{"search-other": "other-offers", "ask-units": "units"}
	notices   = map[string]bool{
		"timeout-scheduled": true, "timeout-ended": true, "timeout-refused": true}
)

type object = map[string]any

// unreadable is why a message goes to the dead letters. It never repeats what came.
type unreadable string

func (u unreadable) Error() string { return string(u) }

// message has what the supplier needs of one; what a type does not have is empty.
type message struct {
	kind, session, replyTo string
	key                    object // nil where a timeout has none
	id                     string // of the key
	attempt                int
	deadline               time.Time
	wish                   wish
	search                 search
	prefix, after          string
	limit                  int
}

type wish struct {
	item        string
	first, last time.Time
	quantity    int
}

type search struct {
	wish
	near                  []any
	afterStart, afterItem string
}

func (s search) isNear(airport string) bool {
	for _, one := range s.near {
		if one == airport {
			return true
		}
	}
	return false
}

// itemsOf splits a body: one message, or a list of them.
func itemsOf(body []byte) ([]any, error) {
	if len(body) > bytesMax {
		return nil, unreadable("the body is larger than 1 MiB")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var parsed any
	err := decoder.Decode(&parsed)
	if _, rest := decoder.Token(); err != nil || rest != io.EOF || !utf8.Valid(body) {
		return nil, unreadable("the body is no JSON")
	}
	items, isList := parsed.([]any)
	if !isList {
		return []any{parsed}, nil
	}
	if len(items) == 0 || len(items) > itemsMax {
		return nil, unreadable(fmt.Sprintf("a list must have 1 to %d messages", itemsMax))
	}
	return items, nil
}

// reader takes members out of an object; its error is the first thing that was wrong.
type reader struct{ err error }

func (r *reader) insist(holds bool, name, rule string) {
	if !holds && r.err == nil {
		r.err = unreadable(name + " " + rule)
	}
}

func (r *reader) object(of object, name string) object {
	value, ok := of[name].(object)
	r.insist(ok, name, "must be an object")
	return value
}

func (r *reader) text(of object, name, path string) string {
	value, ok := of[name].(string)
	r.insist(ok && value != "" && len(value) <= 255, path+name, "must be a text of 1 to 255 bytes")
	return value
}

func (r *reader) number(of object, name, path string, least, most int) int {
	written, _ := of[name].(json.Number)
	value, err := written.Int64()
	r.insist(err == nil && int64(least) <= value && value <= int64(most), path+name,
		fmt.Sprintf("must be a whole number from %d to %d", least, most))
	return int(value)
}

// uuid may come in capitals; it is kept in small letters.
func (r *reader) uuid(of object, name, path string) string {
	value := r.text(of, name, path)
	r.insist(uuidForm.MatchString(value), path+name, "must be a UUID")
	return strings.ToLower(value)
}

func (r *reader) days(content object) (first, last time.Time) {
	day := func(name string) time.Time {
		value, err := time.Parse(dayForm, r.text(content, name, "content."))
		r.insist(err == nil, "content."+name, "must be a day")
		return value
	}
	first, last = day("from"), day("until")
	r.insist(!last.Before(first) && !last.After(first.AddDate(0, 0, spanMax)), "content.until",
		fmt.Sprintf("must be 0 to %d days after from", spanMax))
	return first, last
}

func (r *reader) wish(content object) (w wish) {
	r.insist(content["type"] == "other", "content.type", "must be other")
	r.text(content, "supplier", "content.")
	w.item = r.text(content, "item_id", "content.")
	w.first, w.last = r.days(content)
	w.quantity = r.number(content, "quantity", "content.", 1, quantityMax)
	names, ok := content["travellers"].([]any)
	r.insist(ok && len(names) <= quantityMax, "content.travellers", "must be at most 9 names")
	for _, one := range names {
		name, ok := one.(string)
		r.insist(ok && len(name) <= 200, "content.travellers",
			"must have names of at most 200 bytes")
	}
	return w
}

func (r *reader) search(content object) (s search) {
	s.near, _ = content["near"].([]any)
	r.insist(s.near != nil && len(s.near) <= 20, "content.near", "must be at most 20 codes")
	s.first, s.last = r.days(content)
	s.quantity = r.number(content, "quantity", "content.", 1, groupMax)
	if _, has := content["after"]; has {
		after := r.object(content, "after")
		s.afterStart = r.text(after, "starts_at_local", "content.after.")
		s.afterItem = r.text(after, "item_id", "content.after.")
	}
	return s
}

func (r *reader) units(content object, m *message) {
	m.limit = r.number(content, "limit", "content.", 1, unitsMax)
	m.prefix, _ = content["prefix"].(string)
	m.after, _ = content["after"].(string)
}

// read is the message, if all of it is as it must be.
func read(item any) (m message, err error) {
	r := &reader{}
	body, ok := item.(object)
	r.insist(ok, "the item", "must be an object")
	m.kind = r.text(body, "type", "")
	isQuestion := questions[m.kind] != ""
	r.insist(commands[m.kind] || isQuestion || notices[m.kind] || m.kind == "timeout", "type",
		"is not for a supplier")
	r.uuid(body, "id", "")
	if notices[m.kind] {
		return m, r.err
	}
	if !isQuestion {
		m.session = r.uuid(body, "session", "")
	}
	if _, has := body["key"]; m.kind != "timeout" || has {
		r.key(body, &m)
	}
	if commands[m.kind] {
		written := r.text(body, "deadline", "")
		m.deadline, err = time.Parse(time.RFC3339Nano, written)
		r.insist(err == nil && instantForm.MatchString(written), "deadline",
			"must be an instant in UTC")
	}
	switch m.kind {
	case "hold":
		m.wish = r.wish(r.object(body, "content"))
	case "search-other":
		m.search = r.search(r.object(body, "content"))
	case "ask-units":
		r.units(r.object(body, "content"), &m)
	}
	return m, r.err
}

func (r *reader) key(body object, m *message) {
	m.key = r.object(body, "key")
	command := m.kind
	if command == "timeout" {
		command = "schedule-timeout"
	}
	r.insist(m.key["command"] == command, "key.command", "must be that of the type")
	m.id = r.uuid(m.key, "id", "key.")
	least := 0
	if m.kind == "confirm" || m.kind == "unconfirm" {
		least = 1
	}
	m.attempt = r.number(m.key, "attempt", "key.", least, attemptsMax)
	m.replyTo = r.text(body, "reply_to", "")
	r.insist(replyToForm.MatchString(m.replyTo), "reply_to", "must be an address")
}

func instantOf(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000000Z") }
