package io.kvkit.spring.web;

/**
 * How requests are read and answered.
 *
 * @param addresses tells who the client is
 * @param requests tells whose body is held
 * @param recorded tells which headers of a response are recorded
 * @param limitHeaders whether answers tell of limits in {@code RateLimit} and {@code RateLimit-Policy}
 * @param lifetimeHeader whether answers tell how long an idempotency key lives
 */
public record ExchangeRules(
        ClientAddress addresses,
        HeldRequests requests,
        RecordedHeaders recorded,
        boolean limitHeaders,
        boolean lifetimeHeader) {}
