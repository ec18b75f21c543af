package io.kvkit.recipe.cache;

import io.kvkit.claim.StoredEntry;
import io.kvkit.codec.PayloadForm;
import io.kvkit.store.KeyEscape;
import io.kvkit.tag.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cache knows about one key at one moment of the store's clock, except the value itself. Instances are immutable.
 *
 * <pre>{@code
 * CacheEntry entry = client.cache("products", Product.class).explain(17L);
 * log.info("{} {}", entry.tier(), entry.value());
 * }</pre>
 *
 * @param stored the state of the key in the store
 * @param tier where the next call of this process gets the value
 * @param size the length of the stored record in bytes; 0 if there is none
 * @param value the stored value; null if there is none
 * @param owner the call that computes the next value; null if there is none
 * @since 0.1
 */
public record CacheEntry(
        StoredEntry stored,
        Tier tier,
        int size,
        @Nullable Value value,
        @Nullable Owner owner) {

    /** A place where a call gets a value. */
    public enum Tier {
        /** The near cache of this process. */
        NEAR,
        /** The store. */
        STORE,
        /** None: the next call computes, or waits for the call that does. */
        NONE
    }

    /**
     * What is known about a stored value.
     *
     * @param age how long ago its computation began; null if a later computation has begun since
     * @param fresh how long it is still fresh; negative if it is past its time to live
     * @param usable how long it may still be used at all; negative if it is too old for anything
     * @param tags the hashes of its tags, as hexadecimal digits; the text of a tag is not stored
     * @param outdated whether an invalidation concerns it, so that no call gets it
     * @param form how it is written; null if that cannot be read
     */
    public record Value(
            @Nullable Duration age,
            Duration fresh,
            Duration usable,
            List<String> tags,
            boolean outdated,
            @Nullable PayloadForm form) {

        /** Returns whether the value has a tag. */
        public boolean hasTag(String tag) {
            return tags.contains(hex(Tags.hashes(List.of(KeyEscape.of(tag))).get(0)));
        }
    }

    /**
     * The call that computes the next value.
     *
     * @param token the start of its token, by which two owners differ
     * @param here whether it belongs to this process
     * @param left how long its claim holds unless it is renewed
     */
    public record Owner(String token, boolean here, Duration left) {}

    static String hex(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }

    /** Returns the state of the key in the store. */
    public StoredEntry.State state() {
        return stored.state();
    }

    /** Returns when the value or the claim ends; null in the other states. */
    public @Nullable Instant until() {
        return stored.until();
    }
}
