package io.kvkit.spring.autoconfigure.store;

/**
 * The description of the selected store for operators.
 *
 * @param type the type of the store
 * @param source the origin of the choice or of the address
 * @param place the place, without credentials
 * @param chosen whether the application chose the store; if not, it is the memory store by default
 */
record StoreDescription(StoreProperties.Type type, String source, String place, boolean chosen) {

    @Override
    public String toString() {
        return type.text() + " store " + (type == StoreProperties.Type.MEMORY ? "in " : "at ") + place + " (" + source
                + ")";
    }
}
