/** What the annotations cost, measured beside the plain calls that they stand for. */
@org.jspecify.annotations.NullMarked
package io.kvkit.benchmarks;
