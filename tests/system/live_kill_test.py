"""`viaja all` is killed while trips are paid that clients follow: they come back with the last
entry that they know and see the rest, without a gap and without a double."""
from listeners import Follower, check_complete, slow_trip
from trips import Round, Wishes
from viaja_process import check_equal, run

KILLS = 4


def story(viaja):
    clients = [viaja.start()]  # of each start; the last one is the present one
    wishes = Wishes(clients[-1], days=1)
    for _ in range(KILLS):
        trip = slow_trip(wishes, clients[-1])
        follower = Follower(lambda: (clients[-1].host, clients[-1].port), trip)
        running = Round(clients[-1], [trip], 60)
        follower.wait_until_sees('paying')
        viaja.kill()
        running.end()
        clients.append(viaja.start())
        Round(clients[-1], [trip], 60).end()
        check_equal(trip.outcome, 'confirmed', 'the trip')
        check_complete(follower.end(), clients[-1])


run(story, TEST_MODE=1)
