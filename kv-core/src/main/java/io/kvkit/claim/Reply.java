package io.kvkit.claim;

import io.kvkit.claim.Found.Defect;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Step;
import java.nio.ByteBuffer;

/** The reply bytes that all steps have in common: a code, then its data. */
final class Reply {

    private static final int FOREIGN = 127;

    private Reply() {}

    static byte[] of(int code) {
        return new byte[] {(byte) code};
    }

    static Step keep(int code) {
        return new Step.Keep(of(code));
    }

    /** Returns the step that was carried out before: nothing changes, but it is a write, for whoever waits for one. */
    static Step again(byte[] reply, long spanMillis, long heldUntil) {
        return new Step.Patch(reply, Draft.EMPTY, Millis.life(spanMillis), heldUntil);
    }

    static Step foreign(Defect defect) {
        return new Step.Keep(new byte[] {FOREIGN, (byte) defect.code()});
    }

    /** Returns the reply, positioned at its code. */
    static ByteBuffer read(String operation, Key key, byte[] reply) {
        requireRecord(operation, key, reply);
        return ByteBuffer.wrap(reply);
    }

    /** Throws a PERMANENT error if the reply says that the key holds anything other than a record. */
    static void requireRecord(String operation, Key key, byte[] reply) {
        Defect defect = defect(reply);
        if (defect != Defect.NONE) {
            throw KvException.permanent(
                    operation, key, "the key " + defect.text() + "; delete it or use another key prefix");
        }
    }

    static Defect defect(byte[] reply) {
        return reply[0] == FOREIGN ? Defect.of(reply[1]) : Defect.NONE;
    }

    static KvException unreadable(String operation, Key key, int code) {
        return KvException.permanent(
                operation, key, "the script gave a reply that this version does not know: " + code);
    }
}
