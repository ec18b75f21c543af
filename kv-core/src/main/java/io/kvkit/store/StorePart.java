package io.kvkit.store;

/**
 * A part of a store that fails and recovers by itself, as one master of a cluster does.
 *
 * <p>Each part is one object for as long as it answers for keys; what takes its place is another part.
 *
 * @since 0.1
 */
public interface StorePart {

    /** A store that is not divided, and what concerns all parts of one that is. */
    StorePart WHOLE = new StorePart() {
        @Override
        public boolean isPresent() {
            return true;
        }

        @Override
        public String toString() {
            return "the store";
        }
    };

    /** Whether it is still a part of the store; once it is not, it never is again. */
    boolean isPresent();

    /** What an operator calls it, as host and port: no key and no credentials. */
    @Override
    String toString();
}
