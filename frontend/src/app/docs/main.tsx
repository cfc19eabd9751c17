import '@/shared/ui/styles/index.css'
