package io.kvkit.spring.autoconfigure;

/**
 * What an operator wants to know of the store that was chosen.
 *
 * @param type the store
 * @param source who chose it or gave its address
 * @param place where it is, without credentials
 * @param chosen whether somebody chose it; else it is the memory store for want of anything else
 */
record StoreDescription(StoreType type, String source, String place, boolean chosen) {

    @Override
    public String toString() {
        return type.text() + " store " + (type == StoreType.MEMORY ? "in " : "at ") + place + " (" + source + ")";
    }
}
