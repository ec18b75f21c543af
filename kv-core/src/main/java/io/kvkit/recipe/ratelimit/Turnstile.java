package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.MeterReply;
import io.kvkit.store.Key;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The charges on one key while a call about it is under way.
 *
 * <p>Charges that come meanwhile wait. When the call is answered, all of them are sent as one {@link Round}; when that
 * has ended, those that came meanwhile are next. If a call fails, only its own charges fail; nothing is sent twice.
 * Those that wait are then sent one by one, each with the time that it has left, and the turnstile is no longer in use.
 *
 * <p>If a store ends a call before it returns, those that wait are sent and the turnstile is no longer in use, so that
 * no caller works for the others for longer than that.
 */
final class Turnstile {

    private final Turnstiles all;
    private final Key key;

    // Guarded by this.
    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private boolean left;

    Turnstile(Turnstiles all, Key key) {
        this.all = all;
        this.key = key;
    }

    /** Sends the charge for which the turnstile was made. */
    <T> CompletionStage<T> pass(Charge charge, BiFunction<@Nullable MeterReply, @Nullable Throwable, T> then) {
        CompletableFuture<MeterReply> call = all.send(charge);
        boolean immediate = call.isDone();
        return call.handle((reply, failure) -> {
            goOn(failure != null, immediate);
            return then.apply(reply, failure);
        });
    }

    /** Returns the place of a charge in the queue; null if the turnstile is no longer in use. */
    synchronized @Nullable Waiter join(Charge charge) {
        if (left) {
            return null;
        }
        Waiter waiter = new Waiter(charge, all.nanoTime());
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
        return waiter;
    }

    /**
     * Sends those that wait, because all calls under way have ended.
     *
     * @param failed whether one of them failed
     * @param leaves whether the turnstile is no longer in use
     */
    void goOn(boolean failed, boolean leaves) {
        Waiter waiting = waiting(failed || leaves);
        while (waiting != null) {
            Waiter first = all.serve(waiting);
            if (first != null) {
                send(first, failed, leaves);
                return;
            }
            waiting = failed || leaves ? null : waiting(false);
        }
    }

    private void send(Waiter waiting, boolean failed, boolean leaves) {
        if (failed) {
            all.sendAlone(waiting);
        } else {
            new Round(all, leaves ? null : this, waiting).send();
        }
    }

    private synchronized @Nullable Waiter waiting(boolean leaves) {
        Waiter waiting = first;
        first = null;
        last = null;
        if (leaves || waiting == null) {
            left = true;
            all.remove(key, this);
        }
        return waiting;
    }
}
