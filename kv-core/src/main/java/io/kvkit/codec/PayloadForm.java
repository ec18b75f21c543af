package io.kvkit.codec;

import org.jspecify.annotations.Nullable;

/**
 * How a stored result is written.
 *
 * @param codec the format of the value, such as {@code json}; null if it has another format or declared type than the
 *     reader expects
 * @param sealed whether it is sealed
 * @param compression how it is compressed; null if that is not known
 * @param absent whether it is null or an empty Optional
 * @since 0.1
 */
public record PayloadForm(
        @Nullable String codec, boolean sealed, @Nullable Compression compression, boolean absent) {}
