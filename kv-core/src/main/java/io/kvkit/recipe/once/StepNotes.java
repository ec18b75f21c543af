package io.kvkit.recipe.once;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The results of steps as noted in the record of a call: for each step the length of its name, its name, the length of its
 * result, its result. Lengths have four bytes. All of it is bound to the record. Instances are safe for use by several
 * threads.
 */
final class StepNotes {

    private static final String PADDING = "";

    private final RecordBinding binding;
    private final int least;
    private final Map<String, byte[]> results = new LinkedHashMap<>();

    private StepNotes(RecordBinding binding, int least) {
        this.binding = binding;
        this.least = least;
    }

    /**
     * Reads notes.
     *
     * @param stored what earlier attempts noted; empty if they have no steps
     * @throws io.kvkit.codec.SealBrokenException if they are not sealed as they must be
     * @throws io.kvkit.codec.CodecException if they are damaged, or those of another record
     * @throws RuntimeException if they are intact, but no notes
     */
    static StepNotes read(RecordBinding binding, byte[] stored) {
        StepNotes notes = new StepNotes(binding, stored.length);
        ByteBuffer in = ByteBuffer.wrap(stored.length == 0 ? stored : Objects.requireNonNull(binding.read(stored)));
        while (in.hasRemaining()) {
            String name = new String(part(in), StandardCharsets.UTF_8);
            notes.results.put(name, part(in));
        }
        return notes;
    }

    private static byte[] part(ByteBuffer in) {
        byte[] part = new byte[Objects.checkIndex(in.getInt(), in.remaining() + 1)];
        in.get(part);
        return part;
    }

    /** Returns the encoded result of a step; null if the step is not known to be done. */
    synchronized byte @Nullable [] result(String step) {
        return results.get(step);
    }

    /** Adds a result, and returns all notes as they are stored. */
    synchronized byte[] with(String step, byte[] result) {
        results.put(step, result);
        byte[] all = stored();
        if (all.length >= least) {
            return all;
        }
        // The store takes shorter notes for late ones, and the key that seals now may have a shorter id.
        results.put(PADDING, new byte[least - all.length]);
        return stored();
    }

    private byte[] stored() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        results.forEach((name, bytes) -> {
            write(out, name.getBytes(StandardCharsets.UTF_8));
            write(out, bytes);
        });
        return binding.bound(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, byte[] part) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        out.writeBytes(part);
    }
}
