package main

// The transfers: what there is, what it costs, how it is shown. Your own goods go here.

import (
	"fmt"
	"sort"
	"strings"
	"time"
	_ "time/tzdata" // the zones are there on every machine
)

const (
	seatsOfBus = 8
	daysAhead  = 400
)

// A place that a bus leaves for, from its airport.
type place struct {
	airport, zone, title, titlePT string
	minutes                       int
	price                         int64 // of one seat, in centavos
}

var places = []place{
	{"REC", "America/Recife", "Recife airport to Boa Viagem",
		"Aeroporto do Recife a Boa Viagem", 25, 3900},
	{"REC", "America/Recife", "Recife airport to Olinda",
		"Aeroporto do Recife a Olinda", 50, 6500},
	{"GRU", "America/Sao_Paulo", "Guarulhos airport to Paulista",
		"Aeroporto de Guarulhos à Paulista", 70, 8900},
	{"GIG", "America/Sao_Paulo", "Galeão airport to Copacabana",
		"Aeroporto do Galeão a Copacabana", 55, 7900},
}

// The hours, by the clock there, at which a bus leaves on every day.
var hours = []int{8, 12, 16, 20}

// A departure is one bus on one day. Its id names place and hour: the day stands beside it.
type departure struct {
	place
	id  string
	day string
	at  time.Time
}

func departuresOn(day time.Time) []departure {
	var found []departure
	for number, where := range places {
		zone, err := time.LoadLocation(where.zone)
		if err != nil {
			panic(err) // the zones are part of the program
		}
		for _, hour := range hours {
			found = append(found, departure{
				place: where, id: fmt.Sprintf("bus-%d-%02d", number+1, hour),
				day: day.Format(dayForm),
				at:  time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, zone)})
		}
	}
	return found
}

// departureOf is what a hold asks for, if there is such a bus.
func departureOf(item string, first, last time.Time) (departure, bool) {
	for _, one := range departuresOn(first) {
		if one.id == item && first.Equal(last) {
			return one, true
		}
	}
	return departure{}, false
}

func (d departure) unit() string       { return d.id + "/" + d.day }
func (d departure) localStart() string { return d.at.Format("2006-01-02T15:04") }

func (d departure) priceOf(quantity int) object {
	return object{"amount": d.price * int64(quantity), "currency": "BRL"}
}

// item is what is sold, as offers and "held" show it.
func (d departure) item(supplier string) object {
	leaves, takes := d.at.Format("15:04"), fmt.Sprintf("%d min", d.minutes)
	return object{
		"type": "other", "supplier": supplier, "item_id": d.id, "from": d.day, "until": d.day,
		"kind": "Airport transfer", "kind_pt": "Traslado do aeroporto",
		"title": d.title, "title_pt": d.titlePT,
		"details": []object{
			{"name": "Leaves at", "name_pt": "Sai às", "value": leaves, "value_pt": leaves},
			{"name": "Takes", "name_pt": "Leva", "value": takes, "value_pt": takes}},
		"near": d.airport, "starts_at": instantOf(d.at), "starts_at_local": d.localStart()}
}

// whyNot says why a new hold is refused; empty if there are enough seats.
func (d departure) whyNot(now time.Time, free, quantity int) string {
	switch {
	case !now.Before(d.at):
		return "in_the_past"
	case d.at.After(now.AddDate(0, 0, daysAhead)):
		return "too_far_ahead"
	case free < quantity:
		return "sold_out"
	}
	return ""
}

// offersOf answers a search: the departures of its days, by local start and then by id.
func offersOf(supplier string, asked search, taken map[string]int, now time.Time) (
	offers []object, more bool) {
	var found []departure
	for day := asked.first; !day.After(asked.last); day = day.AddDate(0, 0, 1) {
		for _, one := range departuresOn(day) {
			free := seatsOfBus - taken[one.unit()]
			if asked.isNear(one.airport) && one.isBehind(asked) &&
				one.whyNot(now, free, asked.quantity) == "" {
				found = append(found, one)
			}
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].order() < found[j].order() })
	offers = []object{}
	for _, one := range found {
		if len(offers) == offersMax {
			return offers, true
		}
		offer := one.item(supplier)
		offer["left"], offer["price"] = seatsOfBus-taken[one.unit()], one.priceOf(asked.quantity)
		offers = append(offers, offer)
	}
	return offers, false
}

// order sorts as the contract has it; a space stands before every letter of an id.
func (d departure) order() string { return d.localStart() + " " + d.id }

func (d departure) isBehind(asked search) bool {
	return strings.Compare(d.order(), asked.afterStart+" "+asked.afterItem) > 0
}
