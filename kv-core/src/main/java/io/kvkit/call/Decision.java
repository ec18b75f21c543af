package io.kvkit.call;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a guard decided about a call. */
public sealed interface Decision {

    /**
     * Make the call, then tell the guard how it ended.
     *
     * @param ticket what the guard wants back; {@link Ticket#NONE} if it need not be told
     * @param args the arguments to make the call with, all of them; null for those that the caller gave. A guard
     *     narrows them to the part that is not answered already
     */
    record Proceed(Ticket ticket, @Nullable Object @Nullable [] args) implements Decision {

        /** Make the call with the caller's arguments; the guard need not be told how it ended. */
        public static final Proceed FREELY = new Proceed(Ticket.NONE);

        /** Make the call with the caller's arguments. */
        public Proceed(Ticket ticket) {
            this(ticket, null);
        }
    }

    /**
     * Do not make the call; this is its result.
     *
     * <p>A guard that answers in place of a call may leave a {@code refresh}. It decides once more, for a call without
     * a caller, after the answer was given. If it decides on {@link Proceed}, the driver makes the call and tells the
     * guard how it ended. The driver runs all of this on its executor. It runs nothing if the executor refuses, so
     * nothing may be held for a refresh that has not begun. The answer to a call that was made has no refresh.
     *
     * @param value the result, of the type that the call would have had, without future or publisher
     * @param refresh decides about the call without a caller; null if there is none
     */
    record Answer(@Nullable Object value, @Nullable Supplier<? extends CompletionStage<Decision>> refresh)
            implements Decision {

        /** An answer that nothing follows. */
        public Answer(@Nullable Object value) {
            this(value, null);
        }
    }

    /**
     * Do not make the call; it fails.
     *
     * @param failure what the caller gets
     */
    record Reject(Throwable failure) implements Decision {}

    /**
     * Not decided yet: what remains runs user code, such as the codec that reads a stored result.
     *
     * <p>The driver asks for the rest on a thread where the call could be made. Not asking changes nothing.
     *
     * @param rest decides; its stage may give another unfinished decision
     */
    record Unfinished(Supplier<? extends CompletionStage<Decision>> rest) implements Decision {

        /** The same, with a change to what is decided in the end. */
        public Unfinished then(Function<? super Decision, ? extends Decision> change) {
            return new Unfinished(() -> rest.get().thenApply(change));
        }
    }
}
