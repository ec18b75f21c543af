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
     */
    record Proceed(Ticket ticket) implements Decision {

        /** Make the call; the guard need not be told how it ended. */
        public static final Proceed FREELY = new Proceed(Ticket.NONE);
    }

    /**
     * Do not make the call; this is its result.
     *
     * @param value the result, of the type that the call would have had, without future or publisher
     */
    record Answer(@Nullable Object value) implements Decision {}

    /**
     * Do not make the call; it fails.
     *
     * @param failure what the caller gets
     */
    record Reject(Throwable failure) implements Decision {}

    /**
     * Not decided yet: what remains runs user code, as the codec that reads a stored result.
     *
     * <p>Whoever could make the call asks for the rest, on a thread where the call could be made. Not asking changes
     * nothing.
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
