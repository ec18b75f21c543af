package io.kvkit.codec;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides which values of one class are checked: the first {@value #FIRST}, then one in {@value #SAMPLE}. After one
 * failed, all values are checked for ever; values of an open type are always checked.
 */
final class Trust {

    static final int FIRST = 128;
    static final int SAMPLE = 16;

    private final AtomicInteger values = new AtomicInteger();
    private volatile boolean always;

    Trust(boolean open) {
        this.always = open;
    }

    boolean asksForProof() {
        if (always) {
            return true;
        }
        int earlier = values.getAndUpdate(count -> count == FIRST + SAMPLE - 1 ? FIRST : count + 1);
        return earlier <= FIRST;
    }

    void lost() {
        always = true;
    }
}
