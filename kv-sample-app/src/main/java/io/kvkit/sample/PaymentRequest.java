package io.kvkit.sample;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;

record PaymentRequest(
        @NotBlank String account,

        @NotNull @Positive @Digits(integer = 9, fraction = 2)
        BigDecimal amount) {}
