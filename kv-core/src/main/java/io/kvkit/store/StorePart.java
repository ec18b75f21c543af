package io.kvkit.store;

/**
 * A part of a store that can fail and recover independently, such as one master of a cluster.
 *
 * <p>A part is the same object for as long as it serves keys. Its replacement is another part.
 *
 * @since 0.1
 */
public interface StorePart {

    /** The whole store: for stores that are not divided, and for operations on all parts. */
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

    /** Returns whether this is still a part of the store. Once false, it stays false. */
    boolean isPresent();

    /** Returns a name for operators, such as host and port, without keys and credentials. */
    @Override
    String toString();
}
