/* Read before every file of the Python and the SQLite that a release is built with (installer/build-on-oldest.sh).
   glibc 2.29 gave these five a second version; asked for by name alone they would shut out the systems that have 2.28. */
#ifdef __x86_64__
#define FIRST_VERSION "GLIBC_2.2.5"
#else
#define FIRST_VERSION "GLIBC_2.17"
#endif
__asm__(".symver exp,exp@" FIRST_VERSION);
__asm__(".symver exp2,exp2@" FIRST_VERSION);
__asm__(".symver log,log@" FIRST_VERSION);
__asm__(".symver log2,log2@" FIRST_VERSION);
__asm__(".symver pow,pow@" FIRST_VERSION);
