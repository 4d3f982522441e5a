package main

// The broker: queues, deliveries, answers, dead letters, the heartbeat.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	aliveEvery    = 10 * time.Second
	deliveriesMax = 20
	prefetch      = 100
	heartbeat     = 10 * time.Second
)

var (
	exchange   = setting("EXCHANGE", "architecture-studies")
	deadLetter = exchange + ".dead"
	events     = exchange + ".events"
)

// databaseError ends the program: what it was doing stays with the broker.
type databaseError struct{ error }

func isOfDatabase(err error) bool { return errors.As(err, &databaseError{}) }

// connections makes one after the other, in the name of one instance.
type connections struct {
	*supplier
	instance, since string
}

func newConnections(s *supplier) connections {
	return connections{s, uuid.NewString(), instantOf(time.Now())}
}

// channels of one connection. dead confirms, so that a dead letter is safe before its message is
// acknowledged.
type channels struct {
	connections
	work, dead *amqp.Channel
}

// serve connects and works until the connection is lost or it is over.
func (c connections) serve(over context.Context) error {
	secret, err := password()
	if err != nil {
		return err
	}
	user := &amqp.PlainAuth{Username: setting("RABBITMQ_USER", "guest"), Password: secret}
	connection, err := amqp.DialConfig(
		"amqp://"+setting("RABBITMQ_HOST", "127.0.0.1")+":"+setting("RABBITMQ_PORT", "5672"),
		amqp.Config{Vhost: setting("RABBITMQ_VHOST", "/"), SASL: []amqp.Authentication{user},
			Heartbeat: heartbeat})
	if err != nil {
		return err
	}
	defer connection.Close()
	open := channels{connections: c}
	if open.work, err = connection.Channel(); err != nil {
		return err
	}
	if open.dead, err = connection.Channel(); err != nil {
		return err
	}
	if err := open.dead.Confirm(false); err != nil {
		return err
	}
	who, commands, err := open.declare()
	if err != nil {
		return err
	}
	return open.consume(over, who, commands)
}

// declare makes what docs/asyncapi.yaml lists, and consumes both queues.
func (c channels) declare() (who, commands <-chan amqp.Delivery, err error) {
	note := func(failed error) {
		if err == nil {
			err = failed
		}
	}
	for _, name := range []string{exchange, deadLetter, events} {
		note(c.work.ExchangeDeclare(name, "topic", true, false, false, false, nil))
	}
	queue := func(name, from, key string, ofThisProcess bool, arguments amqp.Table) {
		arguments["x-queue-type"] = "classic"
		_, failed := c.work.QueueDeclare(
			name, !ofThisProcess, ofThisProcess, ofThisProcess, false, arguments)
		note(failed)
		note(c.work.QueueBind(name, key, from, false, nil))
	}
	queue(c.address+".dead", deadLetter, c.address, false,
		amqp.Table{"x-max-length": 200_000, "x-overflow": "reject-publish"})
	queue(c.address, exchange, c.address, false,
		amqp.Table{"x-max-length": 200_000, "x-overflow": "reject-publish",
			"x-dead-letter-exchange": exchange, "x-dead-letter-routing-key": c.address})
	listener := "listener." + uuid.NewString()
	queue(listener, events, "service.who", true, amqp.Table{"x-max-length": 10_000})
	note(c.work.Qos(prefetch, 0, false))
	who, failed := c.work.Consume(listener, "", true, true, false, false, nil)
	note(failed)
	commands, failed = c.work.Consume(c.address, "", false, false, false, false, nil)
	note(failed)
	return who, commands, err
}

func (c channels) consume(over context.Context, who, commands <-chan amqp.Delivery) error {
	beat := time.NewTicker(aliveEvery)
	defer beat.Stop()
	lost := c.work.NotifyClose(make(chan *amqp.Error, 1))
	err := c.announce()
	fmt.Printf("%s is up\n", c.address)
	for err == nil {
		select {
		case <-over.Done():
			return c.publish(events, "service.gone",
				object{"address": c.address, "instance": c.instance})
		case failed := <-lost:
			return failed
		case <-beat.C:
			err = c.announce()
		case _, open := <-who:
			if !open {
				return errors.New("the queue of the process is closed")
			}
			err = c.announce()
		case delivery, open := <-commands:
			if !open {
				return errors.New("the queue of the address is closed")
			}
			err = c.take(delivery)
		}
	}
	return err
}

func (c channels) announce() error {
	return c.publish(events, "service.alive", object{"service": "supplier-go", "address": c.address,
		"instance": c.instance, "version": "1.0", "since": c.since})
}

// take commits, then answers, then acknowledges. Killed in between, it gets the delivery again.
func (c channels) take(delivery amqp.Delivery) error {
	if delivery.Redelivered { // goes round through the exchange, where the broker counts it
		return delivery.Reject(false)
	}
	answers, err := []answer(nil), error(nil)
	if roundsOf(delivery.Headers, c.address) >= deliveriesMax {
		err = c.bury(delivery.Body, "delivery_limit")
	} else {
		answers, err = c.workOn(delivery.Body)
	}
	for _, one := range answers {
		if err == nil {
			err = c.publish(exchange, one.to, one.body)
		}
	}
	if err != nil {
		return err
	}
	return delivery.Ack(false)
}

// workOn answers each message of a body; one that cannot be read is a dead letter of its own.
func (c channels) workOn(body []byte) (answers []answer, err error) {
	items, err := itemsOf(body)
	if err != nil {
		return nil, c.bury(body, err.Error())
	}
	for _, item := range items {
		message, err := read(item)
		var more []answer
		if err == nil {
			more, err = c.answersTo(message)
		}
		var reason unreadable
		switch {
		case errors.As(err, &reason):
			letter, _ := json.Marshal(item)
			err = c.bury(letter, err.Error())
		case err != nil:
			err = databaseError{err}
		}
		if err != nil {
			return nil, err
		}
		answers = append(answers, more...)
	}
	return answers, nil
}

func (c channels) publish(to, key string, body object) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.work.PublishWithContext(context.Background(), to, key, to == exchange, false,
		amqp.Publishing{ContentType: "application/json", DeliveryMode: amqp.Transient, Body: text})
}

// bury returns when the broker has the dead letter.
func (c channels) bury(body []byte, reason string) error {
	sent, err := c.dead.PublishWithDeferredConfirmWithContext(context.Background(), deadLetter,
		c.address, false, false, amqp.Publishing{
			ContentType: "application/json", DeliveryMode: amqp.Persistent, Body: body,
			MessageId: uuid.NewString(),
			Headers:   amqp.Table{"reason": reason, "address": c.address}})
	if err != nil {
		return err
	}
	if !sent.Wait() {
		return errors.New("the broker did not take a dead letter")
	}
	return nil
}

// roundsOf counts how often the broker has taken a message back from a consumer that ended with it.
func roundsOf(headers amqp.Table, queue string) int64 {
	deaths, _ := headers["x-death"].([]any)
	for _, one := range deaths {
		death, _ := one.(amqp.Table)
		if death["queue"] == queue && death["reason"] == "rejected" {
			count, _ := death["count"].(int64)
			return count
		}
	}
	return 0
}
