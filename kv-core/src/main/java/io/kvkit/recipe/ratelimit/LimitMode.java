package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;

/**
 * For which keys the refusals of a limit apply. For the other keys the limit is in shadow mode: it counts and reports
 * the same, and its calls pass.
 *
 * <p>Each key is on one side, the same one in all processes: a client is either refused or not. If the share grows, keys
 * for which refusals apply stay on their side. Limits with different names choose different clients. Instances are
 * immutable.
 *
 * @param enforcePercent the share of the keys for which refusals apply, 0 to 100
 * @since 0.1
 */
public record LimitMode(int enforcePercent) {

    private static final int ALL = 100;

    /** Refusals apply. */
    public static final LimitMode ENFORCE = new LimitMode(ALL);

    /** No refusal applies. */
    public static final LimitMode SHADOW = new LimitMode(0);

    public LimitMode {
        if (enforcePercent < 0 || enforcePercent > ALL) {
            throw new IllegalArgumentException("A share must be from 0 to 100 percent, but is " + enforcePercent);
        }
    }

    /** Returns whether refusals apply to a key. */
    public boolean enforces(Key key) {
        return enforcePercent == ALL || enforcePercent > 0 && place(key) < enforcePercent;
    }

    // The finalizer of MurmurHash3, because the hash codes of similar keys are close together.
    private static int place(Key key) {
        int z = key.text().hashCode();
        z = (z ^ (z >>> 16)) * 0x85EBCA6B;
        z = (z ^ (z >>> 13)) * 0xC2B2AE35;
        return Math.floorMod(z ^ (z >>> 16), ALL);
    }
}
