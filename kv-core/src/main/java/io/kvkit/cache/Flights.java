package io.kvkit.cache;

import io.kvkit.cache.Flight.End;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The computations that calls of this process wait for, by token.
 *
 * <p>A computation in another process is watched by one poll per process, however many calls wait for it.
 */
final class Flights {

    private static final long FIRST_PAUSE_MILLIS = 2;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final ConcurrentMap<Token, Flight> flights = new ConcurrentHashMap<>();
    private final KvStore store;
    private final Timer timer;

    Flights(KvStore store, Timer timer) {
        this.store = store;
        this.timer = timer;
    }

    /** Opens the flight of a claim that this process is about to make, before anyone can see its token. */
    Flight open(Token token) {
        Flight flight = new Flight();
        flights.put(token, flight);
        return flight;
    }

    /** Ends a flight and wakes the calls that wait for it. */
    void close(Token token, Flight flight, End end) {
        flights.remove(token, flight);
        flight.end(end);
    }

    /** The flight of a token that a call has just seen in the record of the key. */
    Flight seen(Key key, Token token) {
        Flight known = flights.get(token);
        if (known != null) {
            return known;
        }
        Flight watched = new Flight();
        Flight other = flights.putIfAbsent(token, watched);
        if (other != null) {
            return other;
        }
        look(key, token, watched, FIRST_PAUSE_MILLIS);
        return watched;
    }

    // The first look is at once: the token may be that of a computation of this process that has just ended.
    private void look(Key key, Token token, Flight flight, long pauseMillis) {
        store.get(key).whenComplete((bytes, failure) -> {
            ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
            if (record != null && isUnderWay(key, record, token)) {
                long longer = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
                timer.after(Duration.ofMillis(pauseMillis), () -> look(key, token, flight, longer));
            } else {
                close(token, flight, endOf(record, token));
            }
        });
    }

    private boolean isUnderWay(Key key, ClaimRecord record, Token token) {
        return record.state() == State.PROCESSING
                && record.token().equals(token)
                && record.leaseUntil() > store.nowMicros(key);
    }

    private static End endOf(@Nullable ClaimRecord record, Token token) {
        return record != null
                        && record.state() == State.DONE
                        && record.hasValue()
                        && record.token().equals(token)
                ? new End.Landed(record.payload())
                : new End.Gone();
    }
}
