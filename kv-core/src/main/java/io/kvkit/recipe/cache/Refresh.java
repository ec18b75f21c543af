package io.kvkit.recipe.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a method that loads a value knows of the value that it replaces, so that it can ask its source whether that value
 * is still the present one. A method with {@code @Cached} gets it as an argument of this type, which takes no part in the
 * key; callers pass {@link #none()}.
 *
 * <p>The old value is one that is past its time to live and was not invalidated. It can be decoded for this load alone,
 * so the method may do with it what it likes. Use an instance for one load only. It is safe for use by several threads.
 *
 * <pre>{@code
 * @Cached(name = "rates", key = "#currency", ttl = "1m", staleIfError = "12h")
 * public Rates of(String currency, Refresh<Rates> refresh) {
 *     ResponseEntity<Rates> answer = client.get().uri("/rates/{currency}", currency)
 *             .headers(headers -> headers.setIfNoneMatch(refresh.validatorOr("\"none\"")))
 *             .retrieve()
 *             .toEntity(Rates.class);
 *     return answer.getStatusCode() == HttpStatus.NOT_MODIFIED
 *             ? refresh.notModified()
 *             : refresh.modified(answer.getBody(), answer.getHeaders().getETag());
 * }
 * }</pre>
 *
 * @param <V> the type of the value, as the method returns it, without stage or publisher
 * @since 0.1
 */
public final class Refresh<V extends @Nullable Object> {

    private static final int MOST_BYTES = 4_096;

    /**
     * An old value.
     *
     * @param value the value
     * @param validator the text that was stored with it; null if there was none
     * @param payload its bytes
     * @param tags the hashes of its tags
     */
    record Old(@Nullable Object value, @Nullable String validator, byte[] payload, List<Long> tags) {}

    private final Supplier<@Nullable Old> reading;
    private boolean isRead;
    private @Nullable Old old;
    private boolean isKept;
    private @Nullable String validator;
    private @Nullable Duration ttl;

    Refresh(Supplier<@Nullable Old> reading) {
        this.reading = reading;
    }

    /** Returns an instance without an old value, for the callers of a method: the cache replaces it. */
    public static <V extends @Nullable Object> Refresh<V> none() {
        return new Refresh<>(() -> null);
    }

    // Decoded when it is asked for, on a thread that may run the code of the application.
    private synchronized @Nullable Old old() {
        if (!isRead) {
            isRead = true;
            old = reading.get();
        }
        return old;
    }

    /** Returns whether there is an old value, which may be null. */
    public boolean hasValue() {
        return old() != null;
    }

    /** Returns the old value; null if there is none or if it is null. */
    @SuppressWarnings("unchecked")
    public @Nullable V value() {
        Old known = old();
        return known == null ? null : (V) known.value();
    }

    /** Returns the validator that was stored with the old value, such as an ETag; null if there is none. */
    public @Nullable String validator() {
        Old known = old();
        return known == null ? null : known.validator();
    }

    /** Returns the validator that was stored with the old value; another text if there is none. */
    public String validatorOr(String otherwise) {
        String known = validator();
        return known == null ? otherwise : known;
    }

    /**
     * Says that the old value is still the present one, and returns it. If the method returns it too, it is stored for
     * another time to live, with its validator and its tags, without being written again.
     *
     * @throws IllegalStateException if there is no old value
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // the type says whether the value may be null
    public synchronized V notModified() {
        Old known = old();
        if (known == null) {
            throw new IllegalStateException("There is no old value that could be unmodified");
        }
        isKept = true;
        return (V) known.value();
    }

    /**
     * Says that there is a new value, and returns it.
     *
     * @param validator a text that says which value it is, such as an ETag, the time of the last change, or a version;
     *     null for none. It is stored with the value
     * @throws IllegalArgumentException if the validator is longer than 4,096 bytes
     */
    public synchronized V modified(V value, @Nullable String validator) {
        if (validator != null && validator.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new IllegalArgumentException("A validator has at most " + MOST_BYTES + " bytes");
        }
        this.isKept = false;
        this.validator = validator;
        return value;
    }

    /**
     * Says how long the value that the method returns is kept, new or not, instead of what the settings of the cache say.
     *
     * @param life the time to live; zero not to keep the value
     * @throws IllegalArgumentException if it is negative
     */
    public synchronized Refresh<V> keepFor(Duration life) {
        if (life.isNegative()) {
            throw new IllegalArgumentException("A time to live is not negative, but this one is " + life);
        }
        this.ttl = life;
        return this;
    }

    /** Returns the old value if it is the result of the load; null if the result is a new value. */
    synchronized @Nullable Old kept(@Nullable Object result) {
        Old known = isKept ? old() : null;
        return known != null && (result == known.value() || (result != null && result.equals(known.value())))
                ? known
                : null;
    }

    /** Returns the validator of the new value. */
    synchronized @Nullable String newValidator() {
        return isKept ? null : validator;
    }

    /** Returns how long the value is kept; null if the settings of the cache say so. */
    synchronized @Nullable Duration ttl() {
        return ttl;
    }
}
