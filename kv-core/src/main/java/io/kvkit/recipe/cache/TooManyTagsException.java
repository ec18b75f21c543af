package io.kvkit.recipe.cache;

/** A result has more tags than a record has room for. */
final class TooManyTagsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    TooManyTagsException(int tags) {
        super("A result has at most " + Tagged.MOST + " tags, but one has " + tags);
    }
}
