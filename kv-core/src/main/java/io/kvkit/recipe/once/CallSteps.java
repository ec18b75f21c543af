package io.kvkit.recipe.once;

import io.kvkit.call.Failures;
import io.kvkit.claim.HeldClaim;
import io.kvkit.codec.Codec;
import io.kvkit.codec.Codec.Obstacle;
import io.kvkit.codec.CodecException;
import io.kvkit.codec.SealBrokenException;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of one call, noted in its record. */
final class CallSteps {

    private static final Logger log = LoggerFactory.getLogger(Once.class);
    private static final Duration TAKEN_RETRY_AFTER = Duration.ofSeconds(1);
    private static final int LONGEST_NAME = 255;
    private static final byte[] NOTHING = {0};
    private static final byte VALUE = 1;
    private static final String UNREADABLE =
            "The steps of an earlier attempt cannot be read, so it is unknown what was done";

    private final OnceCall call;
    private final HeldClaim held;
    private final Codec codec;
    private final byte[] noted;
    private final OnceReport report;
    private @Nullable StepNotes notes;
    private CompletionStage<Boolean> last = CompletableFuture.completedFuture(true);

    CallSteps(OnceCall call, HeldClaim held, Codec codec, byte[] noted, OnceReport report) {
        this.call = call;
        this.held = held;
        this.codec = codec;
        this.noted = noted;
        this.report = report;
    }

    <T> @Nullable T step(String name, Class<T> type, Supplier<? extends @Nullable T> work) {
        byte[] known = known(name, type);
        if (known != null) {
            return decoded(known, type);
        }
        T result = work.get();
        Failures.join(noted(name, result, type));
        return result;
    }

    <T> CompletionStage<@Nullable T> stepAsync(
            String name, Class<T> type, Supplier<? extends CompletionStage<? extends @Nullable T>> work) {
        byte[] known = known(name, type);
        if (known != null) {
            return CompletableFuture.completedFuture(decoded(known, type));
        }
        return work.get().thenCompose(result -> noted(name, result, type).thenApply(done -> result));
    }

    private byte @Nullable [] known(String name, Class<?> type) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("The name of a step has 1 to 255 characters, but not " + name.length());
        }
        byte[] known = notes().result(name);
        if (known == null) {
            requireStorable(name, type);
            requireHeld(!held.lost());
        }
        return known;
    }

    // Most calls have no steps.
    private synchronized StepNotes notes() {
        if (notes == null) {
            notes = read();
        }
        return notes;
    }

    // What was done is unknown, and no steps would mean that nothing was.
    private StepNotes read() {
        try {
            return StepNotes.read(RecordBinding.ofSteps(call), noted);
        } catch (SealBrokenException e) {
            report.sealBroken(call.key(), e);
            throw new OutcomeUnknownException(UNREADABLE);
        } catch (RuntimeException e) {
            throw new OutcomeUnknownException(UNREADABLE, e);
        }
    }

    private void requireStorable(String name, Class<?> type) {
        Obstacle obstacle = boxed(type) == Void.class ? null : codec.obstacle(boxed(type));
        if (obstacle != null) {
            throw new IllegalArgumentException("The result of the step " + name + " cannot be stored: "
                    + obstacle.problem() + ". " + obstacle.mend());
        }
    }

    private void requireHeld(boolean isHeld) {
        if (!isHeld) {
            throw call.settings().face().inProgress(TAKEN_RETRY_AFTER);
        }
    }

    // The step has had its effect, so a result that cannot be encoded must not fail its call. Only the messages of a
    // codec are known not to contain values.
    private CompletionStage<Void> noted(String name, @Nullable Object result, Class<?> type) {
        byte[] bytes;
        try {
            bytes = encoded(result, boxed(type));
        } catch (Throwable e) {
            unnoted(e instanceof CodecException ? e.getMessage() : e.getClass().getName());
            return CompletableFuture.completedFuture(null);
        }
        return noted(name, bytes);
    }

    // One after another, because each note replaces the one before.
    private synchronized CompletionStage<Void> noted(String name, byte[] result) {
        byte[] all = notes().with(name, result);
        last = last.thenCompose(before -> held.note(all)).exceptionally(CallSteps::unnoted);
        return last.thenAccept(this::requireHeld);
    }

    // The step is done, and the next note or the result of the call tells it too.
    private static boolean unnoted(Throwable failure) {
        unnoted(Failures.unwrap(failure).toString());
        return true;
    }

    private static void unnoted(@Nullable String reason) {
        log.warn(
                "A step of a call is done but could not be noted; if the process dies now, it is done again: {}",
                reason);
    }

    // A step that returns an int keeps an Integer.
    @SuppressWarnings("unchecked")
    private static <T> Class<T> boxed(Class<T> type) {
        return (Class<T>) MethodType.methodType(type).wrap().returnType();
    }

    private byte[] encoded(@Nullable Object result, Class<?> type) {
        if (result == null) {
            return NOTHING;
        }
        byte[] value = codec.encode(result, type);
        byte[] bytes = new byte[value.length + 1];
        bytes[0] = VALUE;
        System.arraycopy(value, 0, bytes, 1, value.length);
        return bytes;
    }

    private <T> @Nullable T decoded(byte[] bytes, Class<T> type) {
        return bytes.length == 0 || bytes[0] != VALUE
                ? null
                : boxed(type).cast(codec.decode(Arrays.copyOfRange(bytes, 1, bytes.length), boxed(type)));
    }
}
