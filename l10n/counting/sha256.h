/* SHA-256 (FIPS 180-4) of short texts: with the processor's own instructions where it has them. */

#ifndef L10N_SHA256_H
#define L10N_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define SHA256_X86 1
#include <cpuid.h>
#include <immintrin.h>
#else
#define SHA256_X86 0
#endif

enum { SHA256_BLOCK = 64, SHA256_WORDS = 8, SHA256_LENGTH = 8 };

static const uint32_t sha256_round[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
static const uint32_t sha256_initial[SHA256_WORDS] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

/* Mixes whole blocks into the state. */
typedef void (*Sha256Mix)(uint32_t state[SHA256_WORDS], const unsigned char *data, size_t blocks);

static inline uint32_t sha256_turn(uint32_t word, int bits)
{
    return word >> bits | word << (32 - bits);
}

static void sha256_mix_anywhere(uint32_t state[SHA256_WORDS], const unsigned char *data, size_t blocks)
{
    for (; blocks > 0; blocks--, data += SHA256_BLOCK) {
        uint32_t words[64], s[SHA256_WORDS];
        for (int i = 0; i < 16; i++) {
            const unsigned char *at = data + 4 * i;
            words[i] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
        }
        for (int i = 16; i < 64; i++) {
            uint32_t early = words[i - 15], late = words[i - 2];
            words[i] = words[i - 16] + words[i - 7] +
                       (sha256_turn(early, 7) ^ sha256_turn(early, 18) ^ early >> 3) +
                       (sha256_turn(late, 17) ^ sha256_turn(late, 19) ^ late >> 10);
        }
        memcpy(s, state, sizeof s);
        for (int i = 0; i < 64; i++) {
            uint32_t turned = sha256_turn(s[4], 6) ^ sha256_turn(s[4], 11) ^ sha256_turn(s[4], 25);
            uint32_t first = s[7] + turned + (s[6] ^ (s[4] & (s[5] ^ s[6]))) + sha256_round[i] + words[i];
            turned = sha256_turn(s[0], 2) ^ sha256_turn(s[0], 13) ^ sha256_turn(s[0], 22);
            uint32_t second = turned + ((s[0] & s[1]) | (s[2] & (s[0] | s[1])));
            memmove(s + 1, s, 7 * sizeof *s);
            s[4] += first;
            s[0] = first + second;
        }
        for (int i = 0; i < SHA256_WORDS; i++)
            state[i] += s[i];
    }
}

#if SHA256_X86

/* The instructions keep the words as (a, b, e, f) and (c, d, g, h), and do two rounds at a time. */
__attribute__((target("sha,sse4.1"))) static void sha256_mix_x86(
    uint32_t state[SHA256_WORDS], const unsigned char *data, size_t blocks)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
    __m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
    for (; blocks > 0; blocks--, data += SHA256_BLOCK) {
        __m128i before0 = abef, before1 = cdgh, words[4];
#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) {
            __m128i *now = &words[i & 3];
            if (i < 4) {
                *now = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)data + i), swap);
            } else {
                __m128i last = words[(i + 3) & 3];
                __m128i sum = _mm_sha256msg1_epu32(*now, words[(i + 1) & 3]);
                sum = _mm_add_epi32(sum, _mm_alignr_epi8(last, words[(i + 2) & 3], 4));
                *now = _mm_sha256msg2_epu32(sum, last);
            }
            __m128i keyed = _mm_add_epi32(*now, _mm_loadu_si128((const __m128i *)sha256_round + i));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, keyed);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(keyed, 0x0e));
        }
        abef = _mm_add_epi32(abef, before0);
        cdgh = _mm_add_epi32(cdgh, before1);
    }
    uint32_t left[4], right[4];
    _mm_storeu_si128((__m128i *)left, abef);
    _mm_storeu_si128((__m128i *)right, cdgh);
    uint32_t mixed[SHA256_WORDS] = {left[3], left[2], right[3], right[2], left[1], left[0], right[1], right[0]};
    memcpy(state, mixed, sizeof mixed);
}

static bool sha256_has_x86(void)
{
    unsigned int a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c >> 9 & 1) || !(c >> 19 & 1)) /* SSSE3, SSE4.1 */
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1); /* SHA */
}

#endif

/* Returns the quickest way that this processor has. */
static Sha256Mix sha256_choose(void)
{
#if SHA256_X86
    if (sha256_has_x86())
        return sha256_mix_x86;
#endif
    return sha256_mix_anywhere;
}

/* Writes the first 12 hex digits of a text's digest. */
static void sha256_digits(Sha256Mix mix, const unsigned char *data, size_t size, char digits[12])
{
    uint32_t state[SHA256_WORDS];
    unsigned char rest[2 * SHA256_BLOCK] = {0};
    size_t whole = size / SHA256_BLOCK, left = size % SHA256_BLOCK;
    size_t blocks = left < SHA256_BLOCK - SHA256_LENGTH ? 1 : 2;
    memcpy(state, sha256_initial, sizeof state);
    mix(state, data, whole);
    memcpy(rest, data + whole * SHA256_BLOCK, left);
    rest[left] = 0x80;
    for (int i = 0; i < SHA256_LENGTH; i++)
        rest[blocks * SHA256_BLOCK - 1 - (size_t)i] = (unsigned char)((uint64_t)size * 8 >> 8 * i);
    mix(state, rest, blocks);
    for (int i = 0; i < 12; i++)
        digits[i] = "0123456789abcdef"[state[i / 8] >> (28 - 4 * (i % 8)) & 15];
}

#endif
